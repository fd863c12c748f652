using System.Diagnostics.CodeAnalysis;
using OpenViduMeet.Domain.Paging;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.Domain.Values;

namespace OpenViduMeet.Domain.Recordings;

/// <summary>The recordings without their media, which the <see cref="IRecordingStore"/> keeps.</summary>
public interface IRecordingRepository
{
    /// <returns>The recording, or <see langword="null"/> if no recording has that id.</returns>
    Task<Recording?> FindAsync(RecordingId id, CancellationToken ct);

    /// <summary>Lists recordings, newest first. Recordings that started in the same millisecond are in order of their ids.</summary>
    /// <param name="room">The room, or <see langword="null"/> for all rooms.</param>
    /// <param name="after">The last position of the previous page, or <see langword="null"/> to begin with the newest.</param>
    Task<IReadOnlyList<Recording>> ListAsync(
        RoomName? room,
        RecordingPosition? after,
        int maxItems,
        CancellationToken ct
    );

    /// <summary>Whether a recording of the room is running now.</summary>
    Task<bool> IsActiveAsync(RoomName room, CancellationToken ct);

    /// <summary>Lists the recordings that need more work: see <see cref="Recording.IsSettled"/>.</summary>
    Task<IReadOnlyList<Recording>> ListUnsettledAsync(CancellationToken ct);

    /// <summary>Adds a recording and, in the same transaction, its <see cref="Recording.Notifications"/>.</summary>
    /// <returns><see langword="true"/> if the recording was added; <see langword="false"/> if a recording has that id already.</returns>
    Task<bool> TryAddAsync(Recording recording, CancellationToken ct);

    /// <summary>
    /// Replaces a recording, unless another caller has replaced it in the meantime. Saves in the same transaction the
    /// <see cref="Recording.Notifications"/> that <paramref name="changed"/> has and <paramref name="known"/> does not have.
    /// </summary>
    /// <param name="known">The recording as it was read or last saved.</param>
    /// <param name="changed">The new recording, made from <paramref name="known"/>.</param>
    /// <returns>Whether the recording was replaced.</returns>
    Task<bool> TryReplaceAsync(Recording known, Recording changed, CancellationToken ct);

    Task RemoveAsync(RecordingId id, CancellationToken ct);
}

/// <summary>A recording's place in the list of recordings.</summary>
public sealed record RecordingPosition(DateTimeOffset StartedAt, RecordingId Id)
    : IParsableValue<RecordingPosition>
{
    public static string Rule => PageToken.Rule;

    public string Text => PageToken.Write(StartedAt, Id.ToString());

    public static bool TryParse(string? text, [NotNullWhen(true)] out RecordingPosition? value)
    {
        value =
            PageToken.TryRead(text, out var instant, out var name)
            && RecordingId.TryParse(name, out var key)
                ? new RecordingPosition(instant, key)
                : null;
        return value is not null;
    }
}
