using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using OpenViduMeet.Domain.Security;
using OpenViduMeet.Infrastructure.Access;

namespace OpenViduMeet.WebApi.Authentication;

/// <summary>Accepts the configured API key in the <c>X-API-KEY</c> header, compared in constant time.</summary>
internal sealed class ApiKeyAuthentication(
    UserOptions users,
    WrongApiKeys wrongKeys,
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder
) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string Header = "X-API-KEY";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (users.ApiKey is not { } expected || Request.Headers[Header] is not [{ } given])
            return Task.FromResult(AuthenticateResult.NoResult());

        if (Secrets.AreSame(expected, given))
            return Task.FromResult(
                AuthenticateResult.Success(
                    new AuthenticationTicket(
                        new ClaimsPrincipal(new ApiKeyIdentity()),
                        nameof(Credential.ApiKey)
                    )
                )
            );

        wrongKeys.Count(Context);
        return Task.FromResult(AuthenticateResult.Fail("The API key is wrong"));
    }
}
