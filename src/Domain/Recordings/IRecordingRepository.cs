using System.Diagnostics.CodeAnalysis;
using OpenViduMeet.Domain.Paging;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.Domain.Values;

namespace OpenViduMeet.Domain.Recordings;

/// <summary>What is known of each recording; the media itself lies in the <see cref="IRecordingStore"/>.</summary>
public interface IRecordingRepository
{
    /// <returns>The recording, or <see langword="null"/> if there is none of that id.</returns>
    Task<Recording?> FindAsync(RecordingId id, CancellationToken ct);

    /// <summary>Newest first; recordings started in the same millisecond by id.</summary>
    /// <param name="room">Of this room only, or <see langword="null"/> for all.</param>
    /// <param name="after">Where the previous page ended, or <see langword="null"/> to begin with the newest.</param>
    Task<IReadOnlyList<Recording>> ListAsync(
        RoomName? room,
        RecordingPosition? after,
        int maxItems,
        CancellationToken ct
    );

    /// <summary>Whether a recording of the room is running at this moment.</summary>
    Task<bool> IsActiveAsync(RoomName room, CancellationToken ct);

    /// <summary>The recordings for which something is left to do: see <see cref="Recording.IsSettled"/>.</summary>
    Task<IReadOnlyList<Recording>> ListUnsettledAsync(CancellationToken ct);

    /// <summary>Adds a recording, and with it what webhooks are to be told.</summary>
    /// <returns>Whether it was added: <see langword="false"/> if there is one of that id.</returns>
    Task<bool> TryAddAsync(Recording recording, CancellationToken ct);

    /// <summary>
    /// Replaces a recording unless somebody else has replaced it meanwhile. Saves with it what webhooks are to be told: the
    /// <see cref="Recording.Notifications"/> that <paramref name="changed"/> has and <paramref name="known"/> has not.
    /// </summary>
    /// <param name="known">As it was read or last saved.</param>
    /// <param name="changed">As it shall be, made of <paramref name="known"/>.</param>
    /// <returns>Whether it was replaced.</returns>
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
