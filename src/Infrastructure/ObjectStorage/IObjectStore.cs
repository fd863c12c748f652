using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Recordings.Media;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Infrastructure.ObjectStorage;

/// <summary>
/// An object store. Keys are paths with <c>/</c> between their parts, below the installation's prefix. Each call returns within 5 s, with
/// <see cref="StorageErrors.Unavailable"/> if the store cannot be reached.
/// </summary>
internal interface IObjectStore
{
    /// <param name="known">The facts known from before, or <see langword="null"/> to ask the store.</param>
    /// <returns>
    /// The object, which the caller disposes; <see cref="StorageErrors.NotFound"/> if there is none; an <see cref="UnreadableObject"/> if
    /// the store answers but does not return this object.
    /// </returns>
    Task<Result<StoredMedia>> OpenAsync(string key, MediaFacts? known, CancellationToken ct);

    /// <summary>Stores an object completely or not at all. Replaces an existing object.</summary>
    /// <param name="content">A stream that supports <see cref="Stream.Length"/>.</param>
    Task<Result> WriteAsync(string key, Stream content, CancellationToken ct);

    /// <summary>Removes an object. Succeeds if the object does not exist.</summary>
    Task<Result> DeleteAsync(string key, CancellationToken ct);

    /// <summary>
    /// Lists the objects whose keys begin with a prefix, in no particular order. Stops after the first
    /// <see cref="StorageErrors.Unavailable"/>.
    /// </summary>
    /// <param name="prefix">The prefix, which ends with <c>/</c>.</param>
    IAsyncEnumerable<ListedObject> ListAsync(string prefix, CancellationToken ct);
}

/// <param name="Key">The key of an object or of a folder that cannot be listed, or the prefix if the store fails.</param>
/// <param name="Outcome">
/// <see cref="Result.Ok"/> for an object; an <see cref="UnreadableObject"/> if a folder cannot be listed;
/// <see cref="StorageErrors.Unavailable"/> if the store fails.
/// </param>
internal readonly record struct ListedObject(string Key, Result Outcome)
{
    /// <summary>The facts about the object, if the store lists them.</summary>
    public MediaFacts? Facts { get; init; }
}
