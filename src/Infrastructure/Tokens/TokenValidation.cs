using Microsoft.IdentityModel.Tokens;
using OpenViduMeet.Infrastructure.LiveKit;

namespace OpenViduMeet.Infrastructure.Tokens;

/// <summary>
/// What makes a token of each kind good. The kinds differ in key, issuer, type and audience, so that none can stand in for
/// another.
/// </summary>
public sealed class TokenValidation(SigningKeys keys, LiveKitOptions liveKit, TimeProvider clock)
{
    /// <summary>The claim that tells access from refresh tokens.</summary>
    internal const string TypeClaim = "type";

    internal const string Issuer = "openvidu-meet";

    /// <summary>How far apart the clocks of two nodes may be.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(10);

    /// <summary>As LiveKit allows for in our tokens.</summary>
    private static readonly TimeSpan LiveKitClockSkew = TimeSpan.FromMinutes(1);

    public TokenValidationParameters Access => OfMeet(UserTokenType.Access);

    public TokenValidationParameters Refresh => OfMeet(UserTokenType.Refresh);

    public TokenValidationParameters Participant =>
        Common(keys.LiveKit, liveKit.ApiKey, IsWithinLifetime);

    /// <summary>As <see cref="Participant"/>, but the token may have expired.</summary>
    internal TokenValidationParameters ParticipantOfAnyAge =>
        Common(keys.LiveKit, liveKit.ApiKey, HasBegun);

    /// <summary>What LiveKit signs its events with.</summary>
    internal TokenValidationParameters LiveKitEvent =>
        Common(
            keys.LiveKit,
            liveKit.ApiKey,
            (notBefore, expires, _, _) => IsWithin(notBefore, expires, LiveKitClockSkew)
        );

    private TokenValidationParameters OfMeet(UserTokenType type)
    {
        var parameters = Common(keys.Meet, Issuer, IsWithinLifetime);
        parameters.ValidateAudience = true;
        parameters.ValidAudience = type.Audience;
        return parameters;
    }

    private static TokenValidationParameters Common(
        SecurityKey key,
        string issuer,
        LifetimeValidator lifetime
    ) =>
        new()
        {
            IssuerSigningKey = key,
            ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
            ValidIssuer = issuer,
            ValidateAudience = false,
            RequireExpirationTime = true,
            RequireSignedTokens = true,
            LifetimeValidator = lifetime,
        };

    private bool IsWithinLifetime(
        DateTime? notBefore,
        DateTime? expires,
        SecurityToken token,
        TokenValidationParameters parameters
    ) => IsWithin(notBefore, expires, ClockSkew);

    private bool IsWithin(DateTime? notBefore, DateTime? expires, TimeSpan skew)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return now >= notBefore - skew && now < expires + skew;
    }

    private bool HasBegun(
        DateTime? notBefore,
        DateTime? expires,
        SecurityToken token,
        TokenValidationParameters parameters
    ) => expires is not null && clock.GetUtcNow().UtcDateTime >= notBefore - ClockSkew;
}
