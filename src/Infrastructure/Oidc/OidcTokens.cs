using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Security;

namespace OpenViduMeet.Infrastructure.Oidc;

/// <summary>Verifies the provider's ID tokens and logout tokens. Only the log says why one is refused.</summary>
internal sealed partial class OidcTokens(
    OidcMetadata metadata,
    OidcOptions options,
    TimeProvider clock,
    ILogger<OidcTokens> logger
)
{
    private const string LogoutEvent = "http://schemas.openid.net/event/backchannel-logout";
    private const string LogoutType = "logout+jwt";
    private const int MaxLength = 64 * 1024;

    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(1);

    /// <summary>How old a logout token may be.</summary>
    private static readonly TimeSpan LogoutLifetime = TimeSpan.FromMinutes(5);

    /// <summary>Signatures with a key pair. With a shared key, whoever knows the provider's public key could sign (RFC 8725 §2.1).</summary>
    private static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256,
        SecurityAlgorithms.RsaSha384,
        SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256,
        SecurityAlgorithms.RsaSsaPssSha384,
        SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256,
        SecurityAlgorithms.EcdsaSha384,
        SecurityAlgorithms.EcdsaSha512,
    ];

    private readonly JsonWebTokenHandler _handler = new() { MaximumTokenSizeInBytes = MaxLength };

    /// <summary>Verifies an ID token (OpenID Connect Core 1.0 §3.1.3.7).</summary>
    /// <returns>
    /// The claims, with a subject; <see cref="AccessErrors.SignInFailed"/>; <see cref="AccessErrors.ProviderUnavailable"/>.
    /// </returns>
    public async Task<Result<JsonElement>> ReadIdTokenAsync(
        string text,
        string nonce,
        CancellationToken ct
    )
    {
        var verified = await VerifyAsync(text, IsWithinLifetime, AccessErrors.SignInFailed, ct);
        if (verified.IsFailure)
            return verified.Error;

        var token = verified.Value;
        var fault =
            token.Typ is { Length: > 0 } type
            && !type.Equals("JWT", StringComparison.OrdinalIgnoreCase)
                ? "is a token of another kind"
            : !IsForThisClient(token) ? "was issued for another client"
            : !token.TryGetPayloadValue("nonce", out string given) || !Secrets.AreSame(nonce, given)
                ? "has another nonce"
            : string.IsNullOrEmpty(token.Subject) ? "has no subject"
            : null;
        return fault is null
            ? ClaimsOf(token)
            : Refused("ID token", fault, AccessErrors.SignInFailed);
    }

    /// <summary>Verifies a logout token (OpenID Connect Back-Channel Logout 1.0 §2.6).</summary>
    /// <returns>
    /// What has ended; <see cref="AccessErrors.InvalidLogoutToken"/>; <see cref="AccessErrors.ProviderUnavailable"/>.
    /// </returns>
    public async Task<Result<ProviderLogout>> ReadLogoutTokenAsync(
        string text,
        CancellationToken ct
    )
    {
        var verified = await VerifyAsync(text, IsRecent, AccessErrors.InvalidLogoutToken, ct);
        if (verified.IsFailure)
            return verified.Error;

        var token = verified.Value;
        var claims = ClaimsOf(token);
        var subject = claims.TextOf(JwtRegisteredClaimNames.Sub);
        var session = claims.TextOf(JwtRegisteredClaimNames.Sid);
        var id = claims.TextOf(JwtRegisteredClaimNames.Jti);
        var fault =
            token.Typ is { Length: > 0 } type
            && !type.Equals("JWT", StringComparison.OrdinalIgnoreCase)
            && !type.Equals(LogoutType, StringComparison.OrdinalIgnoreCase)
                ? "is a token of another kind"
            : !HasLogoutEvent(claims) ? "does not say that somebody has signed out"
            : claims.TryGetProperty("nonce", out _) ? "has a nonce"
            : id is null ? "has no id"
            : subject is null && session is null ? "names neither an account nor a session"
            : null;
        if (fault is not null)
            return Refused("logout token", fault, AccessErrors.InvalidLogoutToken);

        var issuer = options.Issuer!;
        return new ProviderLogout(
            ProviderAccount.LogoutKeyOf(issuer, id!),
            clock.GetUtcNow() + LogoutLifetime + ClockSkew + ClockSkew,
            subject is null ? null : ProviderAccount.KeyOf(issuer, subject),
            session is null ? null : ProviderAccount.SessionKeyOf(issuer, session)
        );
    }

    /// <summary>Verifies what both kinds of token have in common: signature, issuer, audience and time.</summary>
    private async Task<Result<JsonWebToken>> VerifyAsync(
        string text,
        LifetimeValidator lifetime,
        Error refusal,
        CancellationToken ct
    )
    {
        var known = await metadata.GetAsync(ct);
        if (known.IsFailure)
            return known.Error;

        var outcome = await _handler.ValidateTokenAsync(
            text,
            ParametersFor(known.Value.SigningKeys, lifetime)
        );
        if (outcome.Exception is SecurityTokenSignatureKeyNotFoundException)
        {
            var renewed = await metadata.GetWithNewKeysAsync(ct);
            if (renewed.IsFailure)
                return renewed.Error;
            outcome = await _handler.ValidateTokenAsync(
                text,
                ParametersFor(renewed.Value.SigningKeys, lifetime)
            );
        }

        return outcome is { IsValid: true, SecurityToken: JsonWebToken token }
            ? token
            // The text of the exception is not used, because it may repeat parts of the token.
            : Refused("token", $"failed with {outcome.Exception?.GetType().Name}", refusal);
    }

    private TokenValidationParameters ParametersFor(
        IEnumerable<SecurityKey> keys,
        LifetimeValidator lifetime
    ) =>
        new()
        {
            ValidIssuer = options.Issuer,
            ValidAudience = options.ClientId,
            IssuerSigningKeys = keys,
            ValidAlgorithms = Algorithms,
            RequireSignedTokens = true,
            LifetimeValidator = lifetime,
        };

    private bool IsWithinLifetime(
        DateTime? notBefore,
        DateTime? expires,
        SecurityToken token,
        TokenValidationParameters parameters
    )
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return expires > now - ClockSkew && !(notBefore > now + ClockSkew);
    }

    /// <summary>Not every provider lets logout tokens expire, so that their age counts too.</summary>
    private bool IsRecent(
        DateTime? notBefore,
        DateTime? expires,
        SecurityToken token,
        TokenValidationParameters parameters
    )
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var issued = ((JsonWebToken)token).IssuedAt;
        return issued <= now + ClockSkew
            && issued > now - LogoutLifetime - ClockSkew
            && !(expires <= now - ClockSkew)
            && !(notBefore > now + ClockSkew);
    }

    /// <summary>The audience has been verified, but may name other clients too (OpenID Connect Core 1.0 §3.1.3.7, points 4 and 5).</summary>
    private bool IsForThisClient(JsonWebToken token) =>
        token.TryGetPayloadValue(JwtRegisteredClaimNames.Azp, out string party)
            ? string.Equals(party, options.ClientId, StringComparison.Ordinal)
            : token.Audiences.Take(2).Count() == 1;

    private static bool HasLogoutEvent(JsonElement claims) =>
        claims.TryGetProperty("events", out var events)
        && events.ValueKind == JsonValueKind.Object
        && events.TryGetProperty(LogoutEvent, out var logout)
        && logout.ValueKind == JsonValueKind.Object;

    private static JsonElement ClaimsOf(JsonWebToken token) =>
        JsonElement.Parse(Base64UrlEncoder.DecodeBytes(token.EncodedPayload));

    private Error Refused(string kind, string fault, Error refusal)
    {
        LogRefused(kind, fault);
        return refusal;
    }

    [LoggerMessage(LogLevel.Warning, "The identity provider's {Kind} is refused: it {Fault}")]
    private partial void LogRefused(string kind, string fault);
}
