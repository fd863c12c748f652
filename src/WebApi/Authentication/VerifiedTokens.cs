using System.Security.Claims;
using OpenViduMeet.Infrastructure;

namespace OpenViduMeet.WebApi.Authentication;

/// <summary>
/// Tokens that were verified a moment ago, and what they prove. A viewer asks for one range after the other with the same token:
/// verifying it anew took a fifth of the time of each. Never longer than a token is good.
/// </summary>
internal sealed class VerifiedTokens(TimeProvider clock)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(5);

    private readonly ExpiringCache<(string Scheme, string Token), ClaimsPrincipal> _verified = new(
        Lifetime,
        clock
    );

    public ClaimsPrincipal? Find(string scheme, string token) => _verified.Find((scheme, token));

    public void Keep(string scheme, string token, ClaimsPrincipal proves, DateTimeOffset expires) =>
        _verified.Keep((scheme, token), proves, noLongerThan: expires);
}
