using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using OpenViduMeet.Infrastructure.Caching;
using OpenViduMeet.Infrastructure.LiveKit;
using OpenViduMeet.Infrastructure.Tokens;

namespace OpenViduMeet.Infrastructure.Meetings;

/// <summary>The credentials of this server for LiveKit: one token for each grant, cached while it is valid.</summary>
internal sealed class LiveKitAuthorization(
    SigningKeys keys,
    LiveKitOptions options,
    TimeProvider clock
) : IDisposable
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(2);

    /// <summary>Before the token's expiry, so that it does not expire during a call.</summary>
    private static readonly TimeSpan RenewAfter = TimeSpan.FromMinutes(1);

    private readonly JsonWebTokenHandler _handler = new()
    {
        SetDefaultTimesOnTokenCreation = false,
    };
    private readonly SigningCredentials _credentials = new(
        keys.LiveKit,
        SecurityAlgorithms.HmacSha256
    );
    private readonly ExpiringCache<LiveKitGrant, string> _kept = new(RenewAfter, clock);

    public void Dispose() => _kept.Dispose();

    public string TokenFor(LiveKitGrant grant) => _kept.GetOrMake(grant, Sign);

    private string Sign(LiveKitGrant grant)
    {
        var video = new Dictionary<string, object>(StringComparer.Ordinal) { [grant.Name] = true };
        if (grant.Room is { } room)
            video["room"] = room.Value;
        return _handler.CreateToken(
            new SecurityTokenDescriptor
            {
                Issuer = options.ApiKey,
                Expires = (clock.GetUtcNow() + Lifetime).UtcDateTime,
                Claims = new Dictionary<string, object> { [ParticipantClaims.Video] = video },
                SigningCredentials = _credentials,
            }
        );
    }
}
