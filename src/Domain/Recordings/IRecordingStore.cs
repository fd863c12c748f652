using OpenViduMeet.Domain.Recordings.Media;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Domain.Recordings;

/// <summary>
/// The media of recordings. Each call returns within 5 s, with <see cref="StorageErrors.Unavailable"/> if the store
/// cannot be reached.
/// </summary>
public interface IRecordingStore
{
    /// <summary>Finds a recording's media without reading any of it.</summary>
    /// <param name="known">
    /// The facts known from before, which save a request to a remote store; <see langword="null"/> to ask the store.
    /// <see cref="StoredMedia.ReadAsync"/> fails if the facts are out of date.
    /// </param>
    /// <returns>
    /// The media, which the caller disposes; <see cref="StorageErrors.NotFound"/> if there is none; an <see cref="UnreadableObject"/> if
    /// the store answers but does not return the media.
    /// </returns>
    Task<Result<StoredMedia>> OpenAsync(RecordingId id, MediaFacts? known, CancellationToken ct);

    /// <summary>Stores the media completely or not at all. Replaces media already stored for this recording.</summary>
    Task<Result> SaveAsync(RecordingId id, Stream media, CancellationToken ct);

    /// <summary>Writes the recording's metadata beside its media, so that the database can be rebuilt from the store.</summary>
    Task<Result> SaveMetadataAsync(Recording recording, CancellationToken ct);

    /// <summary>Removes the media, then the metadata. Succeeds if they do not exist, so that an interrupted call can be repeated.</summary>
    Task<Result> DeleteAsync(RecordingId id, CancellationToken ct);
}

/// <summary>
/// One recording's media in the store. The bytes read always match the <see cref="Facts"/>, even if the media is replaced in the
/// meantime.
/// </summary>
public abstract class StoredMedia : IAsyncDisposable
{
    public abstract MediaFacts Facts { get; }

    /// <summary>Begins to read a range that lies within the media.</summary>
    /// <returns>
    /// A stream that starts at the range's first byte, may continue past its last byte, and is valid until this media is disposed.
    /// Reading it throws an <see cref="IOException"/> if the store fails. <see cref="StorageErrors.Replaced"/> if the media no
    /// longer matches the <see cref="Facts"/>; <see cref="StorageErrors.NotFound"/> if it no longer exists.
    /// </returns>
    public abstract Task<Result<Stream>> ReadAsync(ByteRange range, CancellationToken ct);

    public abstract ValueTask DisposeAsync();
}
