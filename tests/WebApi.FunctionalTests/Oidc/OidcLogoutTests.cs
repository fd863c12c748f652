using System.Net;
using OpenViduMeet.TestSupport;
using OpenViduMeet.TestSupport.Oidc;
using OpenViduMeet.WebApi.FunctionalTests.Access;
using static OpenViduMeet.WebApi.FunctionalTests.Oidc.OidcBrowser;

namespace OpenViduMeet.WebApi.FunctionalTests.Oidc;

/// <summary>The provider ends sessions (OpenID Connect Back-Channel Logout 1.0).</summary>
public sealed class OidcLogoutTests
{
    private OidcProviderDouble _provider = null!;
    private TwoNodes _nodes = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _provider = await OidcProviderDouble.StartAsync();
        _nodes = new TwoNodes([
            .. _provider.Settings().Select(setting => (setting.Key, setting.Value)),
        ]);
        _provider.Follow(_nodes.Here);
    }

    [TearDown]
    public async Task StopAsync()
    {
        await _nodes.DisposeAsync();
        await _provider.DisposeAsync();
    }

    [Test]
    public async Task A_logout_ends_the_session_here_at_once_and_elsewhere_within_five_seconds()
    {
        using var account = await _provider.SignInAsync(_nodes.Here);
        using var there = _nodes
            .There.NewBrowser()
            .WithCookie(Browser.AccessCookie, account.Cookie(Browser.AccessCookie)!);
        await account.ShouldBeAsync("jane", "user");
        await there.ShouldBeAsync("jane", "user");

        using var answer = await LogOutAsync(_provider.LogoutToken());

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(answer.Headers.CacheControl?.ToString(), Is.EqualTo("no-store"));
        await account.ShouldBeSignedOutAsync();
        _nodes.Pass(TimeSpan.FromSeconds(5));
        await there.ShouldBeSignedOutAsync();
        using var refresh = await account.PostAsync("/meet/api/v1/auth/refresh");
        Assert.That(refresh.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [Test]
    public async Task A_logout_of_a_session_leaves_the_other_sessions_alone([Values] bool named)
    {
        using var first = await _provider.SignInAsync(_nodes.Here);
        _provider.SessionId = "session-2";
        using var second = await _provider.SignInAsync(_nodes.Here);
        using var builtIn = await _nodes.Here.SignInAsUserAsync();

        using var answer = await LogOutAsync(
            _provider.LogoutToken(claims =>
            {
                if (!named)
                    claims.Remove("sub");
            })
        );

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        await first.ShouldBeAsync("jane", "user");
        await second.ShouldBeSignedOutAsync();
        await builtIn.ShouldBeAsync("user", "user");
    }

    [Test]
    public async Task A_logout_of_an_account_ends_all_its_sessions()
    {
        using var first = await _provider.SignInAsync(_nodes.Here);
        _provider.SessionId = "session-2";
        using var second = await _provider.SignInAsync(_nodes.Here);
        var token = _provider.LogoutToken(claims => claims.Remove("sid"));
        (_provider.Account["sub"], _provider.SessionId) = ("another", "session-3");
        using var other = await _provider.SignInAsync(_nodes.Here);

        using var answer = await LogOutAsync(token);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        await first.ShouldBeSignedOutAsync();
        await second.ShouldBeSignedOutAsync();
        await other.ShouldBeAsync("jane", "user");
    }

    [Test]
    public async Task A_logout_ends_a_session_whose_ID_token_named_none()
    {
        _provider.SessionId = null;
        using var account = await _provider.SignInAsync(_nodes.Here);
        using var answer = await LogOutAsync(
            _provider.LogoutToken(claims => claims["sid"] = "session-1")
        );
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        await account.ShouldBeSignedOutAsync();
    }

    [Test]
    public async Task A_logout_token_counts_once_on_all_nodes()
    {
        var token = _provider.LogoutToken();
        (await LogOutAsync(token)).Dispose();
        using var account = await _provider.SignInAsync(_nodes.Here);

        using var here = await LogOutAsync(token);
        using var there = await LogOutAsync(token, _nodes.There);

        await ShouldBeRefusedAsync(here);
        await ShouldBeRefusedAsync(there);
        await account.ShouldBeAsync("jane", "user");
    }

    private static IEnumerable<TestCaseData> Forgeries()
    {
        TestCaseData Changed(string what, Action<Dictionary<string, object?>> change) =>
            new TestCaseData(change).SetArgDisplayNames(what);
        yield return Changed("another issuer", c => c["iss"] = "https://evil.example");
        yield return Changed("another client", c => c["aud"] = "another");
        yield return Changed("no time", c => c.Remove("iat"));
        yield return Changed("old", c => c["iat"] = (long)c["iat"]! - 361);
        yield return Changed("of the future", c => c["iat"] = (long)c["iat"]! + 120);
        yield return Changed("expired", c => c["exp"] = (long)c["iat"]! - 60);
        yield return Changed("no id", c => c.Remove("jti"));
        yield return Changed("no event", c => c.Remove("events"));
        yield return Changed("another event", c => c["events"] = new { other = new { } });
        yield return Changed(
            "the event is a text",
            c => c["events"] = "http://schemas.openid.net/event/backchannel-logout"
        );
        yield return Changed("a nonce", c => c["nonce"] = "");
        yield return Changed(
            "nobody",
            c =>
            {
                c.Remove("sub");
                c.Remove("sid");
            }
        );
    }

    [TestCaseSource(nameof(Forgeries))]
    public async Task A_forged_logout_token_is_refused(Action<Dictionary<string, object?>> change)
    {
        using var account = await _provider.SignInAsync(_nodes.Here);
        using var answer = await LogOutAsync(_provider.LogoutToken(change));
        await ShouldBeRefusedAsync(answer);
        await account.ShouldBeAsync("jane", "user");
    }

    [Test]
    public async Task A_logout_token_that_the_provider_has_not_signed_is_refused(
        [Values("none", "HS256", "another key")] string how
    )
    {
        using var account = await _provider.SignInAsync(_nodes.Here);
        var token = _provider.LogoutToken();
        var claims = Jwt.Claims(token);
        var forged = how switch
        {
            "another key" => new OidcKey("first").Sign(claims, "logout+jwt"),
            _ => Jwt.Sign(claims, _provider.Key.PublicText, how),
        };
        using var answer = await LogOutAsync(forged);
        await ShouldBeRefusedAsync(answer);
        await account.ShouldBeAsync("jane", "user");
    }

    [Test]
    public async Task A_token_without_an_expiry_is_accepted_while_it_is_young()
    {
        using var account = await _provider.SignInAsync(_nodes.Here);
        using var answer = await LogOutAsync(_provider.LogoutToken(claims => claims.Remove("exp")));
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        await account.ShouldBeSignedOutAsync();
    }

    [Test]
    public async Task A_request_without_a_logout_token_is_refused()
    {
        using var browser = _nodes.Here.NewBrowser();
        using var none = await browser.PostAsync($"{SignIns}/backchannel-logout");
        using var json = await browser.PostAsync(
            $"{SignIns}/backchannel-logout",
            new { logout_token = _provider.LogoutToken() }
        );
        using var other = new FormUrlEncodedContent([new("other", "x")]);
        using var form = await browser.PostAsync($"{SignIns}/backchannel-logout", other);
        await ShouldBeRefusedAsync(none);
        await ShouldBeRefusedAsync(json);
        await ShouldBeRefusedAsync(form);
    }

    [Test]
    public async Task A_stranger_makes_the_server_read_the_providers_keys_rarely()
    {
        (await _provider.SignInAsync(_nodes.Here)).Dispose();
        _provider.Requests.Clear();
        for (var attempt = 0; attempt < 10; attempt++)
        {
            var token = new OidcKey("unknown").Sign(Jwt.Claims(_provider.LogoutToken()));
            using var answer = await LogOutAsync(token);
            await ShouldBeRefusedAsync(answer);
            _nodes.Pass(TimeSpan.FromSeconds(5));
        }

        Assert.That(_provider.Requests.Count(path => path == "/jwks"), Is.EqualTo(1));
    }

    private static Task ShouldBeRefusedAsync(HttpResponseMessage answer) =>
        answer.ShouldBeErrorAsync(HttpStatusCode.BadRequest, "Invalid logout token");

    private async Task<HttpResponseMessage> LogOutAsync(string token, MeetApiFactory? node = null)
    {
        using var provider = (node ?? _nodes.Here).NewBrowser();
        using var form = new FormUrlEncodedContent([new("logout_token", token)]);
        return await provider.PostAsync($"{SignIns}/backchannel-logout", form);
    }
}
