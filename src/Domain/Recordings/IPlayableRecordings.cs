using OpenViduMeet.Domain.Recordings.Media;

namespace OpenViduMeet.Domain.Recordings;

/// <summary>
/// The recordings that can be watched, cached for viewers, who send many requests a second. An answer may be a few seconds old: the
/// <see cref="IRecordingStore"/> decides whether the media still exists.
/// </summary>
public interface IPlayableRecordings
{
    /// <returns>The recording, or <see langword="null"/> if no recording has that id, or if it cannot be watched yet.</returns>
    Task<Recording?> FindAsync(RecordingId id, CancellationToken ct);

    /// <summary>
    /// Remembers the store's facts about a recording's media, so that the store need not be asked again. The facts are saved after the
    /// call has returned, so that no viewer waits. If they cannot be saved, the store is asked again later.
    /// </summary>
    void Remember(Recording recording, MediaFacts facts);

    /// <summary>Removes a recording from the cache, because it was changed or deleted.</summary>
    void Forget(RecordingId id);
}
