using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using OpenViduMeet.Domain.Access;

namespace OpenViduMeet.WebApi.Authentication;

/// <summary>Accepts an API key in the <c>X-API-KEY</c> header.</summary>
internal sealed class ApiKeyAuthentication(
    IApiKeyVerifier keys,
    WrongApiKeys wrongKeys,
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder
) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string Header = "X-API-KEY";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (GivenKey() is not { } given)
            return AuthenticateResult.NoResult();

        if (await keys.VerifyAsync(given, Context.RequestAborted) is { } grant)
            return AuthenticateResult.Success(
                new AuthenticationTicket(
                    new ClaimsPrincipal(new ApiKeyIdentity(grant)),
                    nameof(Credential.ApiKey)
                )
            );

        wrongKeys.Count(Context);
        return AuthenticateResult.Fail("The API key is wrong");
    }

    private string? GivenKey()
    {
        if (Request.Headers[Header] is [{ } given])
            return given;
        var accepted = Context.GetEndpoint()?.Metadata.GetMetadata<AcceptsAttribute>();
        return accepted is { KeyMayBeBearer: true } ? TokenSource.Access.ReadHeader(Request) : null;
    }
}
