using System.Collections.Concurrent;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using OpenViduMeet.Infrastructure.Tokens;

namespace OpenViduMeet.Infrastructure.Meetings.LiveKit;

/// <summary>Our own credentials for LiveKit: a token for each grant, kept while it is good.</summary>
internal sealed class LiveKitAuthorization(
    SigningKeys keys,
    LiveKitOptions options,
    TimeProvider clock
)
{
    private const int MaxKept = 1_000;

    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(2);

    /// <summary>Before its end, so that no token expires on its way.</summary>
    private static readonly TimeSpan RenewAfter = TimeSpan.FromMinutes(1);

    private readonly JsonWebTokenHandler _handler = new()
    {
        SetDefaultTimesOnTokenCreation = false,
    };
    private readonly SigningCredentials _credentials = new(
        keys.LiveKit,
        SecurityAlgorithms.HmacSha256
    );
    private readonly ConcurrentDictionary<LiveKitGrant, Kept> _kept = new();

    public string TokenFor(LiveKitGrant grant)
    {
        var now = clock.GetUtcNow();
        if (_kept.TryGetValue(grant, out var kept) && now < kept.RenewAt)
            return kept.Token;

        // Rooms come and go: what is not asked for any more must not stay for ever.
        if (_kept.Count >= MaxKept)
            _kept.Clear();
        var token = Sign(grant, now);
        _kept[grant] = new Kept(token, now + RenewAfter);
        return token;
    }

    private string Sign(LiveKitGrant grant, DateTimeOffset now)
    {
        var video = new Dictionary<string, object>(StringComparer.Ordinal) { [grant.Name] = true };
        if (grant.Room is { } room)
            video["room"] = room.Value;
        return _handler.CreateToken(
            new SecurityTokenDescriptor
            {
                Issuer = options.ApiKey,
                Expires = (now + Lifetime).UtcDateTime,
                Claims = new Dictionary<string, object> { [ParticipantClaims.Video] = video },
                SigningCredentials = _credentials,
            }
        );
    }

    private sealed record Kept(string Token, DateTimeOffset RenewAt);
}
