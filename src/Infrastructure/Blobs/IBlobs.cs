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
    /// <returns>
    /// The blob, to be disposed of, or <see cref="RecordingErrors.NotFound"/>; <see cref="UnreadableMedia"/> where the store answers, and
    /// does not give out this one.
    /// </returns>
    Task<Result<StoredMedia>> OpenAsync(string key, MediaFacts? known, CancellationToken ct);

    /// <summary>Stores a blob whole or not at all, in the place of what was there.</summary>
    /// <param name="content">Knows its length.</param>
    Task<Result> WriteAsync(string key, Stream content, CancellationToken ct);

    /// <summary>Removes a blob. One that is not there is removed already.</summary>
    Task<Result> DeleteAsync(string key, CancellationToken ct);

    /// <summary>
    /// The keys that begin with a prefix, in no order, and what of them cannot be listed. Enumerating throws
    /// <see cref="IOException"/> if the store fails.
    /// </summary>
    /// <param name="prefix">Ends with <c>/</c>.</param>
    IAsyncEnumerable<ListedBlob> ListAsync(string prefix, CancellationToken ct);
}

/// <param name="Key">The key of a blob, or a prefix that cannot be listed.</param>
/// <param name="Fault">Why the prefix cannot be listed; <see langword="null"/> for a blob.</param>
internal readonly record struct ListedBlob(string Key, string? Fault = null);
