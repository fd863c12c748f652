using MediatR;
using Microsoft.AspNetCore.Mvc;
using OpenViduMeet.Application.Access;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.WebApi.Authentication;
using OpenViduMeet.WebApi.Contracts;
using OpenViduMeet.WebApi.OpenApi;
using OpenViduMeet.WebApi.Routing;

namespace OpenViduMeet.WebApi.Controllers.Public;

/// <summary>Signing in and out.</summary>
[Route(ApiPaths.Authentication)]
internal sealed class AuthController(
    IMediator mediator,
    TokenCookies cookies,
    VerifiedTokens verified
) : MeetController(mediator)
{
    /// <summary>Signs a user in.</summary>
    /// <remarks>
    /// The tokens are set as cookies. With <c>tokenDelivery: body</c> they are in the answer, and no cookie is set. The client then sends
    /// them in the headers <c>Authorization: Bearer</c> and <c>X-Refresh-Token</c>.
    /// </remarks>
    [HttpPost("login")]
    [ProducesResponseType<SignedInAnswer>(200)]
    [AnswerHeader(
        "Set-Cookie",
        "The cookies that hold the access token and the refresh token",
        200
    )]
    [Answers(typeof(AccessErrors), nameof(AccessErrors.InsufficientPermissions))]
    [Answers(typeof(AccessErrors), nameof(AccessErrors.WrongCredentials))]
    [Answers(typeof(RequestErrors), nameof(RequestErrors.TooManyRequests))]
    [Answers(typeof(AccessErrors), nameof(AccessErrors.TooManySignIns))]
    [Accepts(Credential.None)]
    public async Task<IActionResult> SignIn(
        [FromBody] Credentials credentials,
        CancellationToken ct
    )
    {
        return (await Mediator.Send(credentials.ToRequest(), ct)).Match(
            tokens =>
                SignedIn(
                    tokens,
                    "Login succeeded",
                    inBody: credentials.TokenDelivery is TokenDelivery.Body
                ),
            Failure
        );
    }

    /// <summary>Signs the user out: clears both cookies and revokes their tokens.</summary>
    /// <remarks>A token in a header counts instead of the cookie of its kind, which is then kept.</remarks>
    [HttpPost("logout")]
    [ProducesResponseType<MessageAnswer>(200)]
    [AnswerHeader("Set-Cookie", "Clears both cookies", 200)]
    [Answers(typeof(AccessErrors), nameof(AccessErrors.InsufficientPermissions))]
    [Accepts(Credential.RefreshToken, Credential.AccessToken, Credential.None)]
    public async Task<IActionResult> SignOutAsync(CancellationToken ct)
    {
        var sessions = User.ToSessionIds();
        var result = await Mediator.Send(new SignOut(sessions, User.ToUserKey()), ct);
        // The browser keeps the tokens of a session that goes on, so that it can try again.
        if (result.IsFailure)
            return Failure(result.Error);

        verified.Forget(sessions);
        cookies.ClearUser(HttpContext);
        return Ok(new MessageAnswer("Logout successful"));
    }

    /// <summary>Renews the access token and the refresh token.</summary>
    /// <remarks>The new tokens are in the answer if the refresh token was sent in the header, and are set as cookies otherwise.</remarks>
    [HttpPost("refresh")]
    [ProducesResponseType<SignedInAnswer>(200)]
    [AnswerHeader(
        "Set-Cookie",
        "The cookies that hold the access token and the refresh token",
        200
    )]
    [Answers(typeof(AccessErrors), nameof(AccessErrors.InvalidRefreshToken))]
    [Answers(typeof(AccessErrors), nameof(AccessErrors.InsufficientPermissions))]
    [Accepts(Credential.RefreshToken, Credential.None)]
    public async Task<IActionResult> RenewSession(CancellationToken ct) =>
        (await Mediator.Send(new RenewSession(User.ToRefreshGrant()), ct)).Match(
            tokens => SignedIn(tokens, "Token refreshed", TokenSource.Refresh.IsInHeader(Request)),
            Failure
        );

    /// <summary>Gets the signed-in user.</summary>
    [HttpGet("profile")]
    [ProducesResponseType<Profile>(200)]
    [Accepts(Credential.AccessToken)]
    public async Task<IActionResult> GetProfile(CancellationToken ct) =>
        (await Mediator.Send(new GetProfile(), ct)).Match(user => Ok(user.ToContract()), Failure);

    /// <summary>Tells how users can sign in. Needs no credentials.</summary>
    /// <remarks>
    /// With an OpenID Connect provider, a browser signs in by opening <c>/auth/oidc/login?returnTo=/path</c> as a page.
    /// </remarks>
    [HttpGet("oidc")]
    [ProducesResponseType<OidcSignIn>(200)]
    [Accepts(Credential.None)]
    public async Task<IActionResult> GetSignInMethods(CancellationToken ct) =>
        (await Mediator.Send(new GetSignInMethods(), ct)).Match(
            methods => Ok(new OidcSignIn(methods.HasProvider, methods.HasBuiltInUsers)),
            Failure
        );

    private OkObjectResult SignedIn(UserTokens tokens, string message, bool inBody)
    {
        if (inBody)
            return Ok(
                new SignedInAnswer(message)
                {
                    AccessToken = tokens.Access.Value,
                    RefreshToken = tokens.Refresh.Value,
                    ExpiresIn = (long)tokens.Access.Lifetime.TotalSeconds,
                }
            );

        cookies.SetUser(HttpContext, tokens);
        return Ok(new SignedInAnswer(message));
    }
}
