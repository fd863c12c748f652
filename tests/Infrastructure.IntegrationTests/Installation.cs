using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.Infrastructure.Persistence;
using OpenViduMeet.Infrastructure.Persistence.Changes;
using OpenViduMeet.Infrastructure.Settings;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.Infrastructure.IntegrationTests;

/// <summary>All adapters, with an empty data directory and a clock that the test moves.</summary>
internal sealed class Installation : IAsyncDisposable
{
    public static readonly DateTimeOffset Start = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryDirectory _data = new();

    private Installation(Action<IServiceCollection>? more, (string Name, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(
                new Dictionary<string, string?> { ["MEET_DATA_DIR"] = _data.Path }
            )
            .AddInMemoryCollection(
                settings.Select(setting =>
                    KeyValuePair.Create(setting.Name, (string?)setting.Value)
                )
            )
            .Build();
        var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<TimeProvider>(Clock)
            .AddSingleton<IRoomLinks, TestRoomLinks>()
            .AddInfrastructure(new MeetSettings(configuration, isDevelopment: true));
        more?.Invoke(services);
        Services = services.BuildServiceProvider(validateScopes: true);
    }

    public FakeTimeProvider Clock { get; } = new(Start);

    public ServiceProvider Services { get; }

    public string DataDirectory => _data.Path;

    /// <param name="settings">
    /// Settings by the names of their environment variables. They override the settings common to all tests.
    /// </param>
    public static Task<Installation> NewAsync(params (string Name, string Value)[] settings) =>
        NewAsync(more: null, settings);

    /// <param name="more">Adds services after all others.</param>
    public static async Task<Installation> NewAsync(
        Action<IServiceCollection>? more,
        params (string Name, string Value)[] settings
    )
    {
        var installation = new Installation(more, settings);
        await installation.MigrateAsync();
        return installation;
    }

    public Task MigrateAsync() => Get<IMeetDatabase>().MigrateAsync(CancellationToken.None);

    /// <summary>Starts to hear of the changes of other nodes.</summary>
    public async Task StartListeningAsync()
    {
        foreach (var service in Services.GetServices<IHostedService>())
            await service.StartAsync(CancellationToken.None);
        await Eventually.HoldsAsync(() => Get<IChangeFeed>().IsLive, "the feed is live");
    }

    public T Get<T>()
        where T : notnull => Services.GetRequiredService<T>();

    /// <summary>Calls a port in a new scope, as each request to the server does.</summary>
    public async Task<TOut> CallAsync<TPort, TOut>(Func<TPort, Task<TOut>> call)
        where TPort : notnull
    {
        await using var scope = Services.CreateAsyncScope();
        return await call(scope.ServiceProvider.GetRequiredService<TPort>());
    }

    public Task CallAsync<TPort>(Func<TPort, Task> call)
        where TPort : notnull =>
        CallAsync<TPort, bool>(async port =>
        {
            await call(port);
            return true;
        });

    public Room NewRoom(string name, DateTimeOffset? createdAt = null) =>
        new()
        {
            Name = RoomName.Parse(name),
            Prefix = RoomNamePrefix.From("daily"),
            CreatedAt = createdAt ?? Clock.GetUtcNow(),
            ExpiresAt = Start.AddDays(1),
            MaxParticipants = 7,
            Preferences = new RoomPreferences(true, false, true),
            ModeratorSecret = RoomSecret.New(),
            PublisherSecret = RoomSecret.New(),
        };

    public async ValueTask DisposeAsync()
    {
        foreach (var service in Services.GetServices<IHostedService>())
            await service.StopAsync(CancellationToken.None);
        await Services.DisposeAsync();
        SqliteConnection.ClearAllPools();
        _data.Dispose();
    }
}
