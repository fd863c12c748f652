using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Recordings.Media;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Infrastructure.Blobs;

/// <summary>
/// What a blob store does, whichever it is. Keys are paths with <c>/</c> between their parts, below the installation's prefix. Each
/// call answers within 5 s, with <see cref="StorageErrors.Unavailable"/> if the store cannot be reached.
/// </summary>
internal interface IBlobs
{
    /// <param name="known">What was known of the blob before, or <see langword="null"/> to ask the store.</param>
    /// <returns>The blob, to be disposed of, or <see cref="RecordingErrors.NotFound"/>.</returns>
    Task<Result<StoredMedia>> OpenAsync(string key, MediaFacts? known, CancellationToken ct);

    /// <summary>Stores a blob whole or not at all, in the place of what was there.</summary>
    /// <param name="content">Knows its length.</param>
    Task<Result> WriteAsync(string key, Stream content, CancellationToken ct);

    /// <summary>Removes a blob. One that is not there is removed already.</summary>
    Task<Result> DeleteAsync(string key, CancellationToken ct);

    /// <summary>The keys that begin with a prefix, in no order. Enumerating throws <see cref="IOException"/> if the store fails.</summary>
    /// <param name="prefix">Ends with <c>/</c>.</param>
    IAsyncEnumerable<string> ListAsync(string prefix, CancellationToken ct);
}
