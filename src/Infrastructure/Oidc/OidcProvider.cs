using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Infrastructure.Oidc;

/// <summary>Signs accounts of an OpenID Connect provider in, with the authorization code flow and PKCE.</summary>
internal sealed partial class OidcProvider(
    OidcMetadata metadata,
    OidcClient client,
    OidcTokens tokens,
    OidcOptions options,
    ILogger<OidcProvider> logger
) : IIdentityProvider
{
    private const string Basic = "client_secret_basic";
    private const string Post = "client_secret_post";

    public bool IsConfigured => true;

    public async Task<Result<Uri>> GetSignInUrlAsync(SignInAttempt attempt, CancellationToken ct)
    {
        var known = await metadata.GetAsync(ct);
        if (known.IsFailure)
            return known.Error;

        var endpoint = known.Value.AuthorizationEndpoint;
        var query = string.Join(
            '&',
            new (string Name, string Value)[]
            {
                ("response_type", "code"),
                ("response_mode", "query"),
                ("client_id", options.ClientId!),
                ("redirect_uri", attempt.Callback),
                ("scope", options.Scopes),
                ("state", attempt.State),
                ("nonce", attempt.Nonce),
                ("code_challenge", attempt.CodeChallenge),
                ("code_challenge_method", "S256"),
            }.Select(parameter => $"{parameter.Name}={Uri.EscapeDataString(parameter.Value)}")
        );
        var separator = endpoint.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        return new Uri($"{endpoint}{separator}{query}");
    }

    public async Task<Result<ProviderAccount>> RedeemAsync(
        SignInAttempt attempt,
        ProviderAnswer answer,
        CancellationToken ct
    )
    {
        var known = await metadata.GetAsync(ct);
        if (known.IsFailure)
            return known.Error;
        if (!IsIssuer(answer.Issuer, known.Value))
            return Failed("the answer names another issuer");

        var redeemed = await SendCodeAsync(attempt, answer.Code, known.Value, ct);
        if (redeemed.IsFailure)
            return redeemed.Error;
        var idToken = await tokens.ReadIdTokenAsync(redeemed.Value.IdToken, attempt.Nonce, ct);
        if (idToken.IsFailure)
            return idToken.Error;

        var subject = idToken.Value.GetProperty("sub").GetString()!;
        var claims = new OidcClaims(options, idToken.Value);
        if (!claims.AreComplete && known.Value.UserInfoEndpoint is { Length: > 0 } url)
        {
            var more = await GetUserInfoAsync(url, redeemed.Value.AccessToken, subject, ct);
            if (more.IsFailure)
                return more.Error;
            claims = new OidcClaims(options, idToken.Value, more.Value);
        }

        return ToAccount(subject, idToken.Value, claims);
    }

    public Task<Result<ProviderLogout>> ReadLogoutAsync(string logoutToken, CancellationToken ct) =>
        tokens.ReadLogoutTokenAsync(logoutToken, ct);

    private Result<ProviderAccount> ToAccount(
        string subject,
        JsonElement idToken,
        OidcClaims claims
    )
    {
        var issuer = options.Issuer!;
        if (claims.Role is not { } role)
        {
            LogNoRole(options.RoleClaim);
            return AccessErrors.NoRole;
        }

        var session = idToken.TextOf("sid") is { } sid
            ? ProviderAccount.SessionKeyOf(issuer, sid)
            : null;
        var key = ProviderAccount.KeyOf(issuer, subject);
        return new ProviderAccount(
            key,
            new ProviderSignIn(claims.Name ?? key, role, session, options.Rules)
        );
    }

    /// <summary>A provider that names itself in its answers does so in each of them (RFC 9207 §2.4).</summary>
    private bool IsIssuer(string? named, OpenIdConnectConfiguration known) =>
        named is null
            ? !known.AuthorizationResponseIssParameterSupported
            : string.Equals(named, options.Issuer, StringComparison.Ordinal);

    private async Task<Result<Redeemed>> SendCodeAsync(
        SignInAttempt attempt,
        string code,
        OpenIdConnectConfiguration known,
        CancellationToken ct
    )
    {
        var form = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["grant_type"] = "authorization_code",
            ["code"] = code,
            ["redirect_uri"] = attempt.Callback,
            ["code_verifier"] = attempt.CodeVerifier,
        };
        var answer = await client.PostAsync(
            known.TokenEndpoint,
            form,
            Authenticate(form, known),
            ct
        );
        if (answer.IsFailure)
            return answer.Error;

        var (status, body) = answer.Value;
        var json = ReadObject(body);
        if (status == HttpStatusCode.OK)
            return json is { } tokensOfAccount && tokensOfAccount.TextOf("id_token") is { } idToken
                ? new Redeemed(idToken, tokensOfAccount.TextOf("access_token"))
                : Failed("the answer to the code has no ID token");

        var error = json is { } problem ? problem.TextOf("error") : null;
        if (error is "invalid_client" or "unauthorized_client")
        {
            LogClientRefused();
            return AccessErrors.ProviderUnavailable;
        }

        return Failed(
            error is "invalid_grant"
                ? "the provider has refused the code"
                : $"the provider has answered the code with status {(int)status}"
        );
    }

    /// <returns>The header that authenticates this server (OpenID Connect Core 1.0 §9), unless the form does.</returns>
    private AuthenticationHeaderValue? Authenticate(
        Dictionary<string, string> form,
        OpenIdConnectConfiguration known
    )
    {
        var methods = known.TokenEndpointAuthMethodsSupported;
        if (options.ClientSecret is { } secret && (methods.Count == 0 || methods.Contains(Basic)))
            return new AuthenticationHeaderValue(
                "Basic",
                Convert.ToBase64String(
                    Encoding.ASCII.GetBytes(
                        // Encoded as in a form (RFC 6749 §2.3.1).
                        $"{WebUtility.UrlEncode(options.ClientId)}:{WebUtility.UrlEncode(secret)}"
                    )
                )
            );

        form["client_id"] = options.ClientId!;
        if (options.ClientSecret is not null && methods.Contains(Post))
            form["client_secret"] = options.ClientSecret;
        return null;
    }

    private async Task<Result<JsonElement>> GetUserInfoAsync(
        string url,
        string? accessToken,
        string subject,
        CancellationToken ct
    )
    {
        if (accessToken is null)
            return Failed("the answer to the code has no access token");

        var answer = await client.GetAsync(
            url,
            ct,
            new AuthenticationHeaderValue("Bearer", accessToken)
        );
        if (answer.IsFailure)
            return answer.Error;
        // Otherwise, the claims of one account could be taken for those of another (OpenID Connect Core 1.0 §5.3.2).
        return
            ReadObject(answer.Value) is { } claims
            && string.Equals(claims.TextOf("sub"), subject, StringComparison.Ordinal)
            ? claims
            : Failed("the userinfo is not JSON or is about another account");
    }

    private static JsonElement? ReadObject(string body)
    {
        try
        {
            var json = JsonElement.Parse(body);
            return json.ValueKind == JsonValueKind.Object ? json : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private Error Failed(string reason)
    {
        LogFailed(reason);
        return AccessErrors.SignInFailed;
    }

    [LoggerMessage(LogLevel.Warning, "A sign-in by OpenID Connect failed: {Reason}")]
    private partial void LogFailed(string reason);

    [LoggerMessage(
        LogLevel.Information,
        "A sign-in by OpenID Connect was refused: the claim {Claim} of the account has none of the values in MEET_OIDC_ADMIN_VALUES and MEET_OIDC_USER_VALUES"
    )]
    private partial void LogNoRole(string claim);

    [LoggerMessage(
        LogLevel.Error,
        "The identity provider refuses this server: check MEET_OIDC_CLIENT_ID and MEET_OIDC_CLIENT_SECRET"
    )]
    private partial void LogClientRefused();

    private sealed record Redeemed(string IdToken, string? AccessToken)
    {
        public override string ToString() => nameof(Redeemed);
    }
}
