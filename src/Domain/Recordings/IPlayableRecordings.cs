using OpenViduMeet.Domain.Recordings.Media;

namespace OpenViduMeet.Domain.Recordings;

/// <summary>
/// The recordings that can be watched, for viewers, who ask many times a second. What it says may be a few seconds old: the
/// <see cref="IRecordingStore"/> decides whether there is still something to watch.
/// </summary>
public interface IPlayableRecordings
{
    /// <returns>The recording, or <see langword="null"/> if there is none of that id, or none to watch yet.</returns>
    Task<Recording?> FindAsync(RecordingId id, CancellationToken ct);

    /// <summary>
    /// Keeps what the store says of a recording's media, so that it need not be asked the next time. It is written down after the
    /// call has returned, and if it cannot be, it is asked again: no viewer waits for that.
    /// </summary>
    void Remember(Recording recording, MediaFacts facts);

    /// <summary>Asks anew the next time: the recording has changed, or has been deleted.</summary>
    void Forget(RecordingId id);
}
