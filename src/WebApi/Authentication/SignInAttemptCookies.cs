using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Security;
using OpenViduMeet.Infrastructure.Oidc;
using OpenViduMeet.WebApi.Routing;

namespace OpenViduMeet.WebApi.Authentication;

/// <summary>
/// The cookies that hold sign-in attempts, one for each, so that two tabs can sign in at once. They are Lax: the browser comes back from
/// another site, and does not send a Strict cookie then.
/// </summary>
internal sealed class SignInAttemptCookies(SealedAttempts seal, IHostEnvironment environment)
{
    private const string Prefix = "OvMeetSignIn-";

    /// <summary>The part of the state in the name. The rest remains unknown to whoever sees names only.</summary>
    private const int NameLength = 16;

    /// <summary>More would come near to the limit of a request's headers.</summary>
    private const int MaxAttempts = 3;

    public void Add(HttpContext context, SignInAttempt attempt)
    {
        var others = context
            .Request.Cookies.Where(cookie =>
                cookie.Key.StartsWith(Prefix, StringComparison.Ordinal)
            )
            .OrderByDescending(cookie => seal.Open(cookie.Value)?.ExpiresAt)
            .Skip(MaxAttempts - 1);
        foreach (var (name, _) in others)
            Set(context, name, "", TimeSpan.Zero);
        Set(context, NameOf(attempt.State), seal.Seal(attempt), SignInAttempt.Lifetime);
    }

    /// <summary>Finds the attempt with this state, and deletes its cookie: an attempt is good for one answer.</summary>
    /// <returns>The attempt, or <see langword="null"/> if this browser has none with this state.</returns>
    public SignInAttempt? Take(HttpContext context, string? state)
    {
        if (
            state is null
            || state.Length < NameLength
            || context.Request.Cookies[NameOf(state)] is not { } text
        )
            return null;

        Set(context, NameOf(state), "", TimeSpan.Zero);
        return seal.Open(text) is { } attempt && Secrets.AreSame(attempt.State, state)
            ? attempt
            : null;
    }

    private static string NameOf(string state) => Prefix + state[..NameLength];

    private void Set(HttpContext context, string name, string value, TimeSpan maxAge) =>
        context.Response.Cookies.Append(
            name,
            value,
            new CookieOptions
            {
                Path = ApiPaths.Oidc,
                HttpOnly = true,
                SameSite = SameSiteMode.Lax,
                Secure = TokenCookies.IsSecure(context, environment),
                MaxAge = maxAge,
            }
        );
}
