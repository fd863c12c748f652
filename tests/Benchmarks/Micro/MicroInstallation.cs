using OpenViduMeet.Application;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.Infrastructure;
using OpenViduMeet.Infrastructure.Settings;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.Benchmarks.Micro;

/// <summary>The use cases and all adapters, without HTTP, with an empty data directory.</summary>
internal sealed class MicroInstallation : IAsyncDisposable
{
    private readonly TemporaryDirectory _data = new();

    private MicroInstallation(string? liveKitUrl, string? databaseUrl)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(
                new Dictionary<string, string?>
                {
                    ["MEET_DATA_DIR"] = _data.Path,
                    ["LIVEKIT_URL"] = liveKitUrl,
                    ["MEET_DATABASE_URL"] = databaseUrl,
                    ["MEET_JWT_KEY"] = "a-key-for-access-and-refresh-tokens",
                }
            )
            .Build();
        Services = new ServiceCollection()
            .AddLogging()
            .AddApplication()
            .AddSingleton<IRoomLinks, TestRoomLinks>()
            .AddSingleton<ICurrentCaller, Administrator>()
            .AddInfrastructure(new MeetSettings(configuration, isDevelopment: true))
            .BuildServiceProvider();
        Room = Room.Create(
            RoomNamePrefix.From("bench"),
            TimeProvider.System.GetUtcNow().AddDays(1),
            maxParticipants: null,
            new RoomPreferences(),
            TimeProvider.System
        );
    }

    public ServiceProvider Services { get; }

    public Room Room { get; }

    public string DatabaseFile => Path.Combine(_data.Path, "meet.db");

    /// <param name="liveKitUrl">The URL of LiveKit; <see langword="null"/> for the embedded meeting server.</param>
    /// <param name="databaseUrl">The URL of a PostgreSQL database; <see langword="null"/> for SQLite.</param>
    public static async Task<MicroInstallation> NewAsync(
        string? liveKitUrl = null,
        string? databaseUrl = null
    )
    {
        var installation = new MicroInstallation(liveKitUrl, databaseUrl);
        await InfrastructureStart.PrepareAsync(installation.Services, CancellationToken.None);
        await using var scope = installation.Services.CreateAsyncScope();
        await scope
            .ServiceProvider.GetRequiredService<IRoomRepository>()
            .AddAsync(installation.Room, CancellationToken.None);
        return installation;
    }

    public async ValueTask DisposeAsync()
    {
        await Services.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _data.Dispose();
    }

    private sealed class Administrator : ICurrentCaller
    {
        public Caller Caller { get; } = new(ApiKey: ApiKeyGrant.Configured);
    }
}
