using Microsoft.IdentityModel.Tokens;
using OpenViduMeet.Infrastructure.LiveKit;

namespace OpenViduMeet.Infrastructure.Tokens;

/// <summary>
/// The validation parameters of each kind of token. The kinds differ in key, issuer, type and audience, so that no token is accepted as
/// another kind.
/// </summary>
public sealed class TokenValidation(SigningKeys keys, LiveKitOptions liveKit, TimeProvider clock)
{
    /// <summary>The claim that distinguishes access and refresh tokens.</summary>
    internal const string TypeClaim = "type";

    internal const string Issuer = "openvidu-meet";

    /// <summary>The allowed difference between the clocks of two nodes.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(10);

    /// <summary>The same difference that LiveKit allows for tokens.</summary>
    private static readonly TimeSpan LiveKitClockSkew = TimeSpan.FromMinutes(1);

    public TokenValidationParameters Access => OfMeet(UserTokenType.Access);

    public TokenValidationParameters Refresh => OfMeet(UserTokenType.Refresh);

    public TokenValidationParameters Participant =>
        Common(keys.LiveKit, liveKit.ApiKey, IsWithinLifetime);

    /// <summary>Like <see cref="Participant"/>, but the token may have expired.</summary>
    internal TokenValidationParameters ParticipantOfAnyAge =>
        Common(keys.LiveKit, liveKit.ApiKey, HasBegun);

    /// <summary>The parameters for the tokens with which LiveKit signs its events.</summary>
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
