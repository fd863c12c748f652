using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Recordings.Media;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Infrastructure.ObjectStorage;

/// <summary>
/// What an object store does, whichever it is. Keys are paths with <c>/</c> between their parts, below the installation's prefix. Each
/// call answers within 5 s, with <see cref="StorageErrors.Unavailable"/> if the store cannot be reached.
/// </summary>
internal interface IObjectStore
{
    /// <param name="known">What was known of the object before, or <see langword="null"/> to ask the store.</param>
    /// <returns>
    /// The object, to be disposed of; <see cref="StorageErrors.NotFound"/>; an <see cref="UnreadableObject"/> where the store answers,
    /// and does not give out this one.
    /// </returns>
    Task<Result<StoredMedia>> OpenAsync(string key, MediaFacts? known, CancellationToken ct);

    /// <summary>Stores an object whole or not at all, in the place of what was there.</summary>
    /// <param name="content">Knows its length.</param>
    Task<Result> WriteAsync(string key, Stream content, CancellationToken ct);

    /// <summary>Removes an object. One that is not there is removed already.</summary>
    Task<Result> DeleteAsync(string key, CancellationToken ct);

    /// <summary>The objects whose keys begin with a prefix, in no order. Ends with the first <see cref="StorageErrors.Unavailable"/>.</summary>
    /// <param name="prefix">Ends with <c>/</c>.</param>
    IAsyncEnumerable<ListedObject> ListAsync(string prefix, CancellationToken ct);
}

/// <param name="Key">An object's key, or the prefix that was being listed.</param>
/// <param name="Outcome">
/// <see cref="Result.Ok"/> for an object; an <see cref="UnreadableObject"/> where a folder cannot be listed;
/// <see cref="StorageErrors.Unavailable"/> where the store fails.
/// </param>
internal readonly record struct ListedObject(string Key, Result Outcome);
