using System.Buffers.Text;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace OpenViduMeet.TestSupport.Oidc;

/// <summary>
/// An OpenID Connect provider that answers as npm's <c>oidc-provider</c> was seen to answer, and signs with real keys. Tests change what it
/// says.
/// </summary>
public sealed class OidcProviderDouble : LoopbackServer
{
    public const string ClientId = "meet";
    public const string ClientSecret = "a secret: of Meet's/ client+";

    private readonly Dictionary<string, Dictionary<string, string>> _codes = [];
    private readonly Lock _lock = new();
    private Func<DateTimeOffset> _now = () => MeetApiFactory.Start;

    public string Issuer => Address.ToString().TrimEnd('/');

    public OidcKey Key { get; set; } = new("first");

    /// <summary>The keys that the provider publishes; <see cref="Key"/> unless a test sets others.</summary>
    public IReadOnlyList<OidcKey>? PublishedKeys { get; set; }

    /// <summary>The account that signs in next.</summary>
    public IDictionary<string, object?> Account { get; } =
        new Dictionary<string, object?>
        {
            ["sub"] = "248289761001",
            ["preferred_username"] = "jane",
        };

    /// <summary>The provider's session in which the account signs in next.</summary>
    public string? SessionId { get; set; } = "session-1";

    /// <summary>Whether the userinfo has the claims about the account, and the ID token only the subject.</summary>
    public bool TellsInUserInfo { get; set; }

    /// <summary>Changes the claims of ID tokens before they are signed.</summary>
    public Action<Dictionary<string, object?>> Change { get; set; } = _ => { };

    /// <summary>Makes the ID token from its claims.</summary>
    public Func<Dictionary<string, object?>, string>? Sign { get; set; }

    /// <summary>Answers in place of the provider if it returns <see langword="true"/>.</summary>
    public Func<HttpContext, Task<bool>> Instead { get; set; } = _ => Task.FromResult(false);

    /// <summary>The paths that were requested, in order.</summary>
    public ICollection<string> Requests { get; } = [];

    public static async Task<OidcProviderDouble> StartAsync()
    {
        var provider = new OidcProviderDouble();
        await provider.StartAgainAsync();
        return provider;
    }

    /// <summary>The settings of a server that trusts this provider.</summary>
    public IReadOnlyDictionary<string, string> Settings(params (string Name, string Value)[] others)
    {
        var settings = new Dictionary<string, string>
        {
            ["MEET_OIDC_ISSUER"] = Issuer,
            ["MEET_OIDC_CLIENT_ID"] = ClientId,
            ["MEET_OIDC_CLIENT_SECRET"] = ClientSecret,
            ["MEET_OIDC_ADMIN_VALUES"] = "meet-admin, owner",
        };
        foreach (var (name, value) in others)
            settings[name] = value;
        return settings;
    }

    /// <summary>Takes the time from a server's clock.</summary>
    public void Follow(MeetApiFactory server) => _now = server.Clock.GetUtcNow;

    /// <summary>Signs the account in, as the user does at the page to which the browser was sent.</summary>
    /// <returns>The path and query at which the browser comes back.</returns>
    public string Authorize(Uri url)
    {
        var query = QueryHelpers
            .ParseQuery(url.Query)
            .ToDictionary(parameter => parameter.Key, parameter => parameter.Value.ToString());
        if (url.AbsolutePath != "/auth" || query["client_id"] != ClientId)
            throw new InvalidOperationException($"The provider has no such page: {url}");
        var code = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
        lock (_lock)
            _codes[code] = query;
        return Callback(query, ("code", code), ("state", query["state"]), ("iss", Issuer));
    }

    /// <summary>The path and query at which the browser comes back when the user does not agree.</summary>
    public string Deny(Uri url)
    {
        var query = QueryHelpers
            .ParseQuery(url.Query)
            .ToDictionary(parameter => parameter.Key, parameter => parameter.Value.ToString());
        return Callback(
            query,
            ("error", "access_denied"),
            ("error_description", "End-User aborted interaction"),
            ("state", query["state"]),
            ("iss", Issuer)
        );
    }

    /// <summary>A logout token for the account and the session, with changes.</summary>
    public string LogoutToken(Action<Dictionary<string, object?>>? change = null)
    {
        var claims = new Dictionary<string, object?>
        {
            ["iss"] = Issuer,
            ["aud"] = ClientId,
            ["iat"] = _now().ToUnixTimeSeconds(),
            ["exp"] = _now().AddMinutes(2).ToUnixTimeSeconds(),
            ["jti"] = Guid.NewGuid().ToString(),
            ["sub"] = Account["sub"],
            ["sid"] = SessionId,
            ["events"] = new Dictionary<string, object>
            {
                ["http://schemas.openid.net/event/backchannel-logout"] = new { },
            },
        };
        change?.Invoke(claims);
        return Key.Sign(claims, "logout+jwt");
    }

    protected override void Configure(WebApplication app) => app.Run(AnswerAsync);

    private static string Callback(
        Dictionary<string, string> query,
        params (string Name, string Value)[] answer
    ) =>
        QueryHelpers.AddQueryString(
            new Uri(query["redirect_uri"]).AbsolutePath,
            answer.ToDictionary(part => part.Name, part => (string?)part.Value)
        );

    private async Task AnswerAsync(HttpContext http)
    {
        lock (_lock)
            Requests.Add(http.Request.Path);
        if (await Instead(http))
            return;
        var answer = http.Request.Path.Value switch
        {
            "/.well-known/openid-configuration" => Metadata(),
            "/jwks" => new { keys = (PublishedKeys ?? [Key]).Select(key => key.Public) },
            "/token" => await RedeemAsync(http),
            "/me" => UserInfo(http),
            _ => null,
        };
        if (answer is null)
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
        await http.Response.WriteAsJsonAsync(
            answer ?? new { error = "invalid_grant" },
            http.RequestAborted
        );
    }

    private object Metadata() =>
        new
        {
            issuer = Issuer,
            authorization_endpoint = $"{Issuer}/auth",
            token_endpoint = $"{Issuer}/token",
            userinfo_endpoint = $"{Issuer}/me",
            jwks_uri = $"{Issuer}/jwks",
            response_types_supported = new[] { "code" },
            subject_types_supported = new[] { "public" },
            id_token_signing_alg_values_supported = new[] { "RS256" },
            token_endpoint_auth_methods_supported = new[]
            {
                "client_secret_basic",
                "client_secret_post",
                "none",
            },
            authorization_response_iss_parameter_supported = true,
            backchannel_logout_supported = true,
            backchannel_logout_session_supported = true,
        };

    /// <summary>A code is good once, and only with what it was asked for.</summary>
    private async Task<object?> RedeemAsync(HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        Dictionary<string, string>? asked;
        lock (_lock)
            _codes.Remove(form["code"].ToString(), out asked);
        var expected =
            $"{Uri.EscapeDataString(ClientId)}:{Uri.EscapeDataString(ClientSecret).Replace("%20", "+", StringComparison.Ordinal)}";
        if (
            !AuthenticationHeaderValue.TryParse(http.Request.Headers.Authorization, out var given)
            || Encoding.ASCII.GetString(Convert.FromBase64String(given.Parameter!)) != expected
        )
        {
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return new { error = "invalid_client" };
        }

        var challenge = Base64Url.EncodeToString(
            SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString()))
        );
        if (
            asked is null
            || asked["redirect_uri"] != form["redirect_uri"]
            || asked["code_challenge"] != challenge
            || form["grant_type"] != "authorization_code"
        )
            return null;

        var claims = new Dictionary<string, object?>
        {
            ["iss"] = Issuer,
            ["aud"] = ClientId,
            ["iat"] = _now().ToUnixTimeSeconds(),
            ["exp"] = _now().AddHours(1).ToUnixTimeSeconds(),
            ["nonce"] = asked["nonce"],
            ["at_hash"] = "unused",
        };
        if (SessionId is not null)
            claims["sid"] = SessionId;
        foreach (var (name, value) in Account)
        {
            if (name == "sub" || !TellsInUserInfo)
                claims[name] = value;
        }

        Change(claims);
        return new
        {
            access_token = "an-access-token",
            expires_in = 3600,
            id_token = Sign is { } sign ? sign(claims) : Key.Sign(claims),
            scope = asked["scope"],
            token_type = "Bearer",
        };
    }

    private IDictionary<string, object?>? UserInfo(HttpContext http) =>
        http.Request.Headers.Authorization == "Bearer an-access-token" ? Account : null;
}

/// <summary>A key pair that signs tokens with RS256.</summary>
public sealed class OidcKey(string id)
{
    private readonly RSA _rsa = RSA.Create(2048);

    /// <summary>The public key as a JSON Web Key.</summary>
    public object Public
    {
        get
        {
            var parameters = _rsa.ExportParameters(includePrivateParameters: false);
            return new
            {
                kty = "RSA",
                use = "sig",
                alg = "RS256",
                kid = id,
                n = Base64Url.EncodeToString(parameters.Modulus),
                e = Base64Url.EncodeToString(parameters.Exponent),
            };
        }
    }

    /// <summary>The public key as text, which an attacker can use as a shared secret.</summary>
    public byte[] PublicText => Encoding.ASCII.GetBytes(_rsa.ExportSubjectPublicKeyInfoPem());

    public string Sign(IReadOnlyDictionary<string, object?> claims, string? type = null)
    {
        var header = new Dictionary<string, object?> { ["alg"] = "RS256", ["kid"] = id };
        if (type is not null)
            header["typ"] = type;
        var content =
            $"{Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(header))}.{Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(claims))}";
        var signature = _rsa.SignData(
            Encoding.ASCII.GetBytes(content),
            HashAlgorithmName.SHA256,
            RSASignaturePadding.Pkcs1
        );
        return $"{content}.{Base64Url.EncodeToString(signature)}";
    }
}
