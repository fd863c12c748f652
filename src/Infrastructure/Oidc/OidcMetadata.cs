using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Infrastructure.Oidc;

/// <summary>
/// The provider's endpoints and keys (OpenID Connect Discovery 1.0), read when they are first needed and then kept for some time. While
/// they cannot be read again, the known ones stay in use.
/// </summary>
internal sealed partial class OidcMetadata(
    OidcClient client,
    OidcOptions options,
    TimeProvider clock,
    ILogger<OidcMetadata> logger
) : IDisposable
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(30);

    /// <summary>After a failure, others fail at once, and do not wait for a provider that does not answer.</summary>
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(5);

    /// <summary>Anybody can send a token with an unknown key, so that this limits the requests to the provider.</summary>
    private static readonly TimeSpan KeysInterval = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _turn = new(1);
    private Known? _known;
    private DateTimeOffset? _failedAt;

    /// <returns>The metadata; <see cref="AccessErrors.ProviderUnavailable"/>.</returns>
    public Task<Result<OpenIdConnectConfiguration>> GetAsync(CancellationToken ct) =>
        GetAsync(Lifetime, ct);

    /// <summary>Gets the metadata after a token was signed with an unknown key, because the provider may have a new one.</summary>
    public Task<Result<OpenIdConnectConfiguration>> GetWithNewKeysAsync(CancellationToken ct) =>
        GetAsync(KeysInterval, ct);

    public void Dispose() => _turn.Dispose();

    private async Task<Result<OpenIdConnectConfiguration>> GetAsync(
        TimeSpan maxAge,
        CancellationToken ct
    )
    {
        if (IsRecent(_known?.ReadAt, maxAge))
            return _known!.Metadata;

        await _turn.WaitAsync(ct);
        try
        {
            if (IsRecent(_known?.ReadAt, maxAge))
                return _known!.Metadata;
            if (!IsRecent(_failedAt, RetryInterval))
            {
                var read = await ReadAsync(ct);
                _failedAt = read.IsFailure ? clock.GetUtcNow() : null;
                if (!read.IsFailure)
                    _known = new Known(read.Value, clock.GetUtcNow());
            }

            return _known is null ? AccessErrors.ProviderUnavailable : _known.Metadata;
        }
        finally
        {
            _turn.Release();
        }
    }

    private bool IsRecent(DateTimeOffset? at, TimeSpan maxAge) => clock.GetUtcNow() - at < maxAge;

    private async Task<Result<OpenIdConnectConfiguration>> ReadAsync(CancellationToken ct)
    {
        var url = $"{options.Issuer!.TrimEnd('/')}/.well-known/openid-configuration";
        var document = await client.GetAsync(url, ct);
        if (document.IsFailure)
            return document.Error;

        try
        {
            var metadata = OpenIdConnectConfiguration.Create(document.Value);
            if (FaultOf(metadata) is { } fault)
                return Unusable(fault);

            var keys = await client.GetAsync(metadata.JwksUri, ct);
            if (keys.IsFailure)
                return keys.Error;
            foreach (var key in new JsonWebKeySet(keys.Value).GetSigningKeys())
                metadata.SigningKeys.Add(key);
            return metadata;
        }
        catch (Exception malformed) when (malformed is JsonException or ArgumentException)
        {
            return Unusable("it cannot be read");
        }
    }

    private string? FaultOf(OpenIdConnectConfiguration metadata)
    {
        // Otherwise, the keys of one issuer would prove the tokens of another (OpenID Connect Discovery 1.0 §4.3).
        if (!string.Equals(metadata.Issuer, options.Issuer, StringComparison.Ordinal))
            return "its issuer is not exactly MEET_OIDC_ISSUER";
        string?[] endpoints =
        [
            metadata.AuthorizationEndpoint,
            metadata.TokenEndpoint,
            metadata.JwksUri,
            .. string.IsNullOrEmpty(metadata.UserInfoEndpoint)
                ? Array.Empty<string>()
                : [metadata.UserInfoEndpoint],
        ];
        return endpoints.All(OidcOptions.IsSafe) ? null : "an endpoint is missing or is not https";
    }

    private Error Unusable(string fault)
    {
        LogUnusable(fault);
        return AccessErrors.ProviderUnavailable;
    }

    [LoggerMessage(
        LogLevel.Error,
        "The identity provider's metadata cannot be used: {Fault}. Check MEET_OIDC_ISSUER"
    )]
    private partial void LogUnusable(string fault);

    private sealed record Known(OpenIdConnectConfiguration Metadata, DateTimeOffset ReadAt);
}
