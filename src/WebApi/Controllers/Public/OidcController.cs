using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;
using OpenViduMeet.Application.Access;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.WebApi.Authentication;
using OpenViduMeet.WebApi.OpenApi;
using OpenViduMeet.WebApi.Pages;
using OpenViduMeet.WebApi.Routing;

namespace OpenViduMeet.WebApi.Controllers.Public;

/// <summary>
/// Signing in at an OpenID Connect provider. Browsers open the first two as pages, and the provider calls the third, so that they are not
/// operations of the API's documents.
/// </summary>
[Route(ApiPaths.Oidc)]
[ApiExplorerSettings(IgnoreApi = true)]
internal sealed class OidcController(
    IMediator mediator,
    SignInAttemptCookies attempts,
    TokenCookies cookies,
    VerifiedTokens verified,
    PublicUrl publicUrl
) : MeetController(mediator)
{
    private const string CallbackPath = "callback";
    private const string FormMediaType = "application/x-www-form-urlencoded";
    private const string LogoutTokenField = "logout_token";

    /// <summary>Sends the browser to the provider.</summary>
    [HttpGet("login")]
    [Accepts(Credential.None)]
    public async Task<IActionResult> BeginSignIn(
        [FromQuery] ReturnPath? returnTo,
        CancellationToken ct
    )
    {
        var callback = $"{publicUrl.Of(Request)}{ApiPaths.Oidc}/{CallbackPath}";
        var begin = new BeginProviderSignIn(callback, returnTo ?? ReturnPath.Home);
        return (await Mediator.Send(begin, ct)).Match<IActionResult>(
            start =>
            {
                attempts.Add(HttpContext, start.Attempt);
                return Redirect(start.Url.AbsoluteUri);
            },
            error => new SignInFailureResult(error)
        );
    }

    /// <summary>Takes the provider's answer from the browser (RFC 6749 §4.1.2).</summary>
    [HttpGet(CallbackPath)]
    [Accepts(Credential.None)]
    public async Task<IActionResult> CompleteSignIn(
        [FromQuery] string? state,
        [FromQuery] string? code,
        [FromQuery] string? error,
        [FromQuery] string? iss,
        CancellationToken ct
    )
    {
        var attempt = attempts.Take(HttpContext, state);
        var answer = string.IsNullOrEmpty(code) ? null : new ProviderAnswer(code, iss);
        var complete = new CompleteProviderSignIn(attempt, answer, IsRefused: error is not null);
        return (await Mediator.Send(complete, ct)).Match<IActionResult>(
            tokens =>
            {
                cookies.SetUser(HttpContext, tokens);
                return new SignedInResult(attempt?.ReturnTo ?? ReturnPath.Home);
            },
            failure => new SignInFailureResult(failure)
        );
    }

    /// <summary>Ends sessions because the provider says so (OpenID Connect Back-Channel Logout 1.0 §2.5).</summary>
    [HttpPost("backchannel-logout")]
    [Answers(typeof(AccessErrors), nameof(AccessErrors.NoIdentityProvider))]
    [Answers(typeof(AccessErrors), nameof(AccessErrors.InvalidLogoutToken))]
    [Answers(typeof(AccessErrors), nameof(AccessErrors.ProviderUnavailable))]
    [Accepts(Credential.None)]
    public async Task<IActionResult> EndSessions(CancellationToken ct)
    {
        var token = await ReadLogoutTokenAsync(ct);
        return (await Mediator.Send(new EndProviderSession(token), ct)).Match(
            ended =>
            {
                verified.Forget(ended.Ids);
                return Ok();
            },
            Failure
        );
    }

    /// <summary>Read here, because the API accepts no forms otherwise.</summary>
    private async Task<string?> ReadLogoutTokenAsync(CancellationToken ct)
    {
        if (
            !MediaTypeHeaderValue.TryParse(Request.ContentType, out var type)
            || !type.MediaType.Equals(FormMediaType, StringComparison.OrdinalIgnoreCase)
        )
            return null;

        try
        {
            var form = await Request.ReadFormAsync(ct);
            return form[LogoutTokenField] is [{ Length: > 0 } token] ? token : null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
