using OpenViduMeet.Application.Access;
using OpenViduMeet.Domain.Participants;
using OpenViduMeet.WebApi.Routing;

namespace OpenViduMeet.WebApi.Authentication;

/// <summary>The cookies that hold tokens in browsers. Scripts cannot read them, and requests from other sites do not carry them.</summary>
internal sealed class TokenCookies(IHostEnvironment environment)
{
    public const string Access = "OvMeetAccessToken";

    public const string Refresh = "OvMeetRefreshToken";

    public const string Participant = "OvMeetParticipantToken";

    public void SetUser(HttpContext context, UserTokens tokens)
    {
        Set(context, Access, tokens.Access.Value, tokens.Access.Lifetime);
        Set(context, Refresh, tokens.Refresh.Value, tokens.Refresh.Lifetime);
    }

    /// <summary>Clears the cookies whose tokens were used. A token in a header is used in place of the cookie.</summary>
    public void ClearUser(HttpContext context)
    {
        foreach (var source in new[] { TokenSource.Access, TokenSource.Refresh })
        {
            if (!source.IsInHeader(context.Request))
                Set(context, source.Cookie, "", TimeSpan.Zero);
        }
    }

    /// <summary>The cookie outlives its token, because an expired token is the proof for its refresh.</summary>
    public void SetParticipant(HttpContext context, ParticipantToken token) =>
        Set(context, Participant, token.Value, token.Lifetime + ParticipantGrant.RefreshWindow);

    /// <summary>Whether browsers send a cookie over https only.</summary>
    public static bool IsSecure(HttpContext context, IHostEnvironment environment) =>
        context.Request.IsHttps || environment.IsProduction();

    private void Set(HttpContext context, string name, string value, TimeSpan maxAge) =>
        context.Response.Cookies.Append(
            name,
            value,
            new CookieOptions
            {
                Path = name == Refresh ? ApiPaths.Authentication : "/",
                HttpOnly = true,
                SameSite = SameSiteMode.Strict,
                Secure = IsSecure(context, environment),
                MaxAge = maxAge,
            }
        );
}
