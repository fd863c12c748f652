using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.Infrastructure.Settings;

namespace OpenViduMeet.WebApi.Demo;

/// <summary>The demo room and a recording of it, for trying out the server in Development.</summary>
internal sealed partial class DemoData(
    IRoomRepository rooms,
    IRecordingRepository recordings,
    IRecordingStore store,
    TimeProvider clock,
    ILogger<DemoData> logger
)
{
    public static readonly RoomName RoomName = RoomName.Parse("demo");

    public static readonly RecordingId RecordingId = RecordingId.Parse("demo--EG_demo--clock");

    private const int RoomLifetimeDays = 3650;

    private const int MaxAttempts = 5;

    /// <summary>The length of the video in <see cref="MediaFile"/>. Reading it from the file would need a parser.</summary>
    private static readonly TimeSpan VideoLength = TimeSpan.FromSeconds(40);

    private static string MediaFile =>
        Path.Combine(AppContext.BaseDirectory, "Demo", "demo-recording.mp4");

    /// <summary>Creates the room and the recording if they are missing.</summary>
    /// <returns>The demo room.</returns>
    public async Task<Room> EnsureAsync(CancellationToken ct)
    {
        if (await recordings.FindAsync(RecordingId, ct) is null)
            await AddRecordingAsync(ct);

        if (await rooms.FindAsync(RoomName, ct) is { } existing)
            return existing;

        // Another server may start with the same data, or the room may have just expired.
        var room = NewRoom();
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            if (await rooms.TryAddAsync(room, ct))
                return room;
            if (await rooms.FindAsync(RoomName, ct) is { } others)
                return others;
            await rooms.RemoveAsync(RoomName, removed => removed.Finish(cause: null), ct);
        }

        throw new StartException("The demo room could not be created");
    }

    /// <returns>The demo room, or <see langword="null"/> if it was deleted.</returns>
    public Task<Room?> FindRoomAsync(CancellationToken ct) => rooms.FindAsync(RoomName, ct);

    private Room NewRoom() =>
        new()
        {
            Name = RoomName,
            Prefix = RoomNamePrefix.From(null),
            CreatedAt = clock.GetUtcNow(),
            ExpiresAt = clock.GetUtcNow().AddDays(RoomLifetimeDays),
            ModeratorSecret = RoomSecret.New(),
            PublisherSecret = RoomSecret.New(),
        };

    private async Task AddRecordingAsync(CancellationToken ct)
    {
        await using var media = File.OpenRead(MediaFile);
        var endedAt = clock.GetUtcNow();
        var recording = new Recording
        {
            Id = RecordingId,
            Status = RecordingStatus.Complete,
            SignalledStatus = RecordingStatus.Complete,
            IsDescribed = true,
            StartedAt = endedAt - VideoLength,
            EndedAt = endedAt,
            Duration = VideoLength,
            Size = media.Length,
        };

        // An unreachable store does not prevent the start: the next start tries again.
        var saved = await store.SaveAsync(RecordingId, media, ct);
        if (!saved.IsFailure)
            saved = await store.SaveMetadataAsync(recording, ct);
        if (saved.IsFailure)
            LogNotStored(saved.Error.Message);
        else
            await recordings.TryAddAsync(recording, ct);
    }

    [LoggerMessage(LogLevel.Warning, "The demo recording could not be stored: {Reason}")]
    private partial void LogNotStored(string reason);
}
