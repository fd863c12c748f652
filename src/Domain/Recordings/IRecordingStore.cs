using OpenViduMeet.Domain.Recordings.Media;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Domain.Recordings;

/// <summary>
/// The media of recordings. Each call answers within 5 s, with <see cref="StorageErrors.Unavailable"/> if the store
/// cannot be reached.
/// </summary>
public interface IRecordingStore
{
    /// <summary>Finds a recording's media without reading any of it.</summary>
    /// <param name="known">
    /// What was known of the media before, which saves a store that is far away the question; <see langword="null"/> to ask.
    /// Reading tells if it does not hold any more.
    /// </param>
    /// <returns>
    /// The media, to be disposed of; <see cref="StorageErrors.NotFound"/> if there is none; an <see cref="UnreadableObject"/> where the
    /// store answers, and does not give it out.
    /// </returns>
    Task<Result<StoredMedia>> OpenAsync(RecordingId id, MediaFacts? known, CancellationToken ct);

    /// <summary>Stores media whole or not at all. Media already stored for this recording is replaced.</summary>
    Task<Result> SaveAsync(RecordingId id, Stream media, CancellationToken ct);

    /// <summary>Writes what is known of a recording beside its media, so that the database can be rebuilt from the store.</summary>
    Task<Result> SaveMetadataAsync(Recording recording, CancellationToken ct);

    /// <summary>Removes media, then metadata. What is not there is removed already, so that a call cut short can be repeated.</summary>
    Task<Result> DeleteAsync(RecordingId id, CancellationToken ct);
}

/// <summary>One recording's media in the store. What is read belongs to the <see cref="Facts"/>, even if the media is replaced meanwhile.</summary>
public abstract class StoredMedia : IAsyncDisposable
{
    public abstract MediaFacts Facts { get; }

    /// <summary>Begins to read a range that lies within the media.</summary>
    /// <returns>
    /// A stream that starts at the range's first byte and may go on past its last. Reading throws
    /// <see cref="IOException"/> if the store fails on the way. Good until this media is disposed of. Or
    /// <see cref="RecordingErrors.MediaReplaced"/> if the media is not that of the <see cref="Facts"/> any more, or
    /// <see cref="StorageErrors.NotFound"/>.
    /// </returns>
    public abstract Task<Result<Stream>> ReadAsync(ByteRange range, CancellationToken ct);

    public abstract ValueTask DisposeAsync();
}
