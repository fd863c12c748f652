using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Domain.Access;

/// <summary>The API keys that administrators have created, shared by all nodes.</summary>
public interface IApiKeyRepository
{
    /// <returns><see cref="ApiKeyErrors.TooMany"/> if there are <see cref="ApiKey.MaxCount"/> keys.</returns>
    Task<Result> AddAsync(ApiKey key, CancellationToken ct);

    /// <returns>All keys, also those that have expired, the oldest first.</returns>
    Task<IReadOnlyList<ApiKey>> ListAsync(CancellationToken ct);

    /// <summary>
    /// Removes a key. On this node, no request that begins later is accepted with it; on the others, none that begins a second later.
    /// </summary>
    /// <returns><see cref="ApiKeyErrors.NotFound"/> if there is no key of that id.</returns>
    Task<Result> RemoveAsync(ApiKeyId id, CancellationToken ct);
}

/// <summary>Verifies API keys.</summary>
public interface IApiKeyVerifier
{
    /// <summary>Whether the settings have an API key.</summary>
    bool HasConfiguredKey { get; }

    /// <returns>What the key proves, or <see langword="null"/> if it is unknown, removed or expired.</returns>
    ValueTask<ApiKeyGrant?> VerifyAsync(string given, CancellationToken ct);
}
