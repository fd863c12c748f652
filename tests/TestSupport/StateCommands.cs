using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.Infrastructure;
using OpenViduMeet.Infrastructure.Backup;
using OpenViduMeet.Infrastructure.Settings;

namespace OpenViduMeet.TestSupport;

/// <summary>Backs up a server under test, and restores an installation before a server starts with it.</summary>
public static class StateCommands
{
    public static Task BackUpAsync(this MeetApiFactory meet, string file) =>
        meet
            .Services.GetRequiredService<StateArchive>()
            .BackUpAsync(file, MediaScope.Listed, _ => { }, CancellationToken.None);

    /// <param name="settings">Settings by the names of their environment variables.</param>
    public static async Task RestoreAsync(
        string file,
        IReadOnlyDictionary<string, string> settings,
        bool replace = false
    )
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(
                settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))
            )
            .AddInMemoryCollection([
                KeyValuePair.Create("MEET_JWT_KEY", (string?)MeetApiFactory.MeetKey),
            ])
            .Build();
        await using var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<IRoomLinks, TestRoomLinks>()
            .AddInfrastructure(new MeetSettings(configuration, isDevelopment: true))
            .BuildServiceProvider();
        await services
            .GetRequiredService<StateArchive>()
            .RestoreAsync(file, replace, _ => { }, CancellationToken.None);
    }
}
