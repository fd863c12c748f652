using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.WebApi.Errors;
using OpenViduMeet.WebApi.Routing;

namespace OpenViduMeet.WebApi.Pages;

/// <summary>The pages at the end of a sign-in at an identity provider.</summary>
internal static class SignInPages
{
    /// <summary>
    /// Opens the page to return to. A redirect would do so in the navigation that began on the provider's site, in which browsers do not send
    /// the Strict cookies that this answer sets.
    /// </summary>
    public static Task WriteSignedInAsync(HttpContext context, ReturnPath next) =>
        Page.WriteAsync(
            context,
            StatusCodes.Status200OK,
            "Signed in - OpenVidu Meet",
            Page.Html(
                $"""
                <h1>You are signed in</h1>
                <p class="last"><a href="{next.Text}">Continue</a></p>
                """
            ),
            next: next.Text
        );

    public static Task WriteFailedAsync(HttpContext context, Error error) =>
        Page.WriteAsync(
            context,
            ErrorMapper.StatusOf(error.Kind),
            "Not signed in - OpenVidu Meet",
            Page.Html(
                $"""
                <h1>You are not signed in</h1>
                <p class="lead">{error.Message}.</p>
                <p>{AdviceFor(error)}</p>
                <p class="last"><a href="{ApiPaths.Oidc}/login">Sign in again</a></p>
                """
            )
        );

    private static string AdviceFor(Error error)
    {
        if (error == AccessErrors.NoRole)
            return "Ask the operator of this server for access, or sign in with another account.";
        if (error == AccessErrors.NoIdentityProvider)
            return "The operator of this server has not set one up.";
        return error.Kind == ErrorKind.Unavailable
            ? "Try again in a moment. If this goes on, tell the operator of this server."
            : "Begin again in this browser, and finish within ten minutes.";
    }
}
