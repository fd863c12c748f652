using System.Security.Claims;
using OpenViduMeet.Infrastructure.Caching;

namespace OpenViduMeet.WebApi.Authentication;

/// <summary>
/// Tokens that were verified a moment ago, and what they prove. A viewer asks for one range after the other with the same token:
/// verifying it anew took a fifth of the time of each. Never longer than a token is good, and never longer than it may take until
/// the end of a session is known everywhere.
/// </summary>
internal sealed class VerifiedTokens(TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(5);

    private readonly ExpiringCache<(string Scheme, string Token), ClaimsPrincipal> _verified = new(
        Lifetime,
        clock
    );

    /// <summary>Sessions that have ended on this node, for as long as something of them may be kept above, or be on its way there.</summary>
    private readonly ExpiringCache<Guid, object> _ended = new(Lifetime, clock);

    public ClaimsPrincipal? Find(string scheme, string token) =>
        _verified.Find((scheme, token)) is { } known && !HasEnded(known) ? known : null;

    /// <param name="asOf">When its verification began. A change after that may have been missed.</param>
    public void Keep(
        string scheme,
        string token,
        ClaimsPrincipal proves,
        DateTimeOffset asOf,
        DateTimeOffset expires
    )
    {
        var goodUntil = asOf + Lifetime;
        _verified.Keep(
            (scheme, token),
            proves,
            noLongerThan: expires < goodUntil ? expires : goodUntil
        );
    }

    /// <summary>From now on, access tokens of these sessions are verified anew.</summary>
    public void Forget(IEnumerable<Guid> endedSessions)
    {
        foreach (var session in endedSessions)
            _ended.Keep(session, this);
    }

    public void Dispose()
    {
        _verified.Dispose();
        _ended.Dispose();
    }

    private bool HasEnded(ClaimsPrincipal known) =>
        known.ToAccessGrant() is { } grant && _ended.Find(grant.SessionId) is not null;
}
