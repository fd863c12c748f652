using System.Net;
using Microsoft.AspNetCore.WebUtilities;
using OpenViduMeet.TestSupport;
using OpenViduMeet.TestSupport.Oidc;
using static OpenViduMeet.WebApi.FunctionalTests.Oidc.OidcBrowser;

namespace OpenViduMeet.WebApi.FunctionalTests.Oidc;

/// <summary>Signing in at an OpenID Connect provider.</summary>
public sealed class OidcSignInTests
{
    private OidcProviderDouble _provider = null!;
    private MeetApiFactory _meet = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _provider = await OidcProviderDouble.StartAsync();
        _meet = Start();
    }

    [TearDown]
    public async Task StopAsync()
    {
        await _meet.DisposeAsync();
        await _provider.DisposeAsync();
    }

    [Test]
    public async Task The_browser_is_sent_to_the_provider_with_a_challenge_of_its_own()
    {
        using var browser = _meet.NewBrowser();
        var query = QueryHelpers.ParseQuery((await browser.BeginAsync()).Query);
        var again = QueryHelpers.ParseQuery((await browser.BeginAsync()).Query);

        Assert.That(query["response_type"].ToString(), Is.EqualTo("code"));
        Assert.That(query["response_mode"].ToString(), Is.EqualTo("query"));
        Assert.That(query["scope"].ToString(), Is.EqualTo("openid profile"));
        Assert.That(query["code_challenge_method"].ToString(), Is.EqualTo("S256"));
        Assert.That(
            query["redirect_uri"].ToString(),
            Is.EqualTo(new Uri(_meet.Address, $"{SignIns}/callback").ToString())
        );
        foreach (var secret in new[] { "state", "nonce", "code_challenge" })
        {
            Assert.That(query[secret].ToString(), Has.Length.EqualTo(43));
            Assert.That(again[secret], Is.Not.EqualTo(query[secret]));
        }
    }

    [Test]
    public async Task The_cookie_of_an_attempt_is_lax_short_lived_and_sealed()
    {
        using var browser = _meet.NewBrowser();
        using var answer = await browser.GetAsync($"{SignIns}/login?returnTo=/secret-page");
        var cookie = answer.Headers.GetValues("Set-Cookie").Single().ToLowerInvariant();

        Assert.That(cookie, Does.Contain("samesite=lax"));
        Assert.That(cookie, Does.Contain("httponly"));
        Assert.That(cookie, Does.Contain("max-age=600"));
        Assert.That(cookie, Does.Contain($"path={SignIns};"));
        Assert.That(cookie, Does.Not.Contain("secret-page"));
    }

    [Test]
    public async Task An_account_signs_in_and_lands_on_the_page_to_return_to()
    {
        using var browser = _meet.NewBrowser();
        var callback = _provider.Authorize(await browser.BeginAsync("/room/x?secret=1&a=\"ä\""));

        using var answer = await browser.GetAsync(callback);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        Assert.That(
            page,
            Does.Contain("""<meta http-equiv="refresh" content="0;url=/room/x?secret=1&a="ä"">""")
        );
        Assert.That(
            answer.Headers.GetValues("Content-Security-Policy").Single(),
            Does.StartWith("default-src 'none'").And.Not.Contain("script")
        );
        Assert.That(answer.Headers.CacheControl?.ToString(), Is.EqualTo("no-store"));
        var cookies = answer.Headers.GetValues("Set-Cookie").ToList();
        Assert.That(cookies, Has.Count.EqualTo(3));
        foreach (var token in cookies.Where(cookie => cookie.Contains("Token=")))
            Assert.That(token, Does.Contain("samesite=strict").IgnoreCase);
        await browser.ShouldBeAsync("jane", "user");
    }

    [Test]
    public async Task An_account_stays_signed_in_when_the_session_is_renewed()
    {
        _provider.Account["roles"] = "owner";
        using var browser = await _provider.SignInAsync(_meet);
        _meet.Clock.Advance(TimeSpan.FromHours(3));
        await browser.ShouldBeSignedOutAsync();

        using var renewed = await browser.PostAsync("/meet/api/v1/auth/refresh");

        Assert.That(renewed.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        await browser.ShouldBeAsync("jane", "admin");
        using var rooms = await browser.GetAsync("/meet/api/v1/rooms");
        Assert.That(rooms.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task An_account_that_signs_out_is_signed_out()
    {
        using var browser = await _provider.SignInAsync(_meet);
        var token = browser.Cookie(Browser.AccessCookie)!;
        using var answer = await browser.PostAsync("/meet/api/v1/auth/logout");
        using var copy = _meet.NewBrowser().WithCookie(Browser.AccessCookie, token);
        await copy.ShouldBeSignedOutAsync();
    }

    [Test]
    public async Task Two_tabs_sign_in_at_once()
    {
        using var browser = _meet.NewBrowser();
        var first = await browser.BeginAsync("/one");
        var second = await browser.BeginAsync("/two");

        using var two = await browser.GetAsync(_provider.Authorize(second));
        using var one = await browser.GetAsync(_provider.Authorize(first));

        Assert.That(await one.Content.ReadAsStringAsync(), Does.Contain("0;url=/one"));
        Assert.That(await two.Content.ReadAsStringAsync(), Does.Contain("0;url=/two"));
    }

    [Test]
    public async Task A_browser_keeps_few_attempts()
    {
        using var browser = _meet.NewBrowser();
        var first = await browser.BeginAsync();
        for (var attempt = 0; attempt < 30; attempt++)
        {
            _meet.Clock.Advance(TimeSpan.FromSeconds(1));
            await browser.BeginAsync($"/{new string('x', 1000)}");
        }

        var last = await browser.BeginAsync();

        using var old = await browser.GetAsync(_provider.Authorize(first));
        using var answer = await browser.GetAsync(_provider.Authorize(last));

        Assert.That(old.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Another_node_finishes_a_sign_in()
    {
        await using var other = new MeetApiFactory(
            _provider.Settings(("MEET_DATA_DIR", _meet.DataDirectory))
        );
        using var browser = _meet.NewBrowser();
        var callback = _provider.Authorize(await browser.BeginAsync());
        using var there = other.NewBrowser();
        foreach (var cookie in await CookiesAsync(browser, callback))
            there.With("Cookie", cookie);

        using var answer = await there.GetAsync(callback);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [TestCase("""{"roles": ["nobody", "owner"]}""", "roles", "admin")]
    [TestCase("""{"roles": "meet-admin"}""", "roles", "admin")]
    [TestCase("""{"roles": "guest"}""", "roles", "user")]
    [TestCase("""{"roles": ["meet-admin"]}""", "groups", null)]
    [TestCase("""{"realm_access": {"roles": ["owner"]}}""", "realm_access.roles", "admin")]
    [TestCase("""{"https://a.example/r": ["owner"]}""", "https://a.example/r", "admin")]
    [TestCase("""{"roles": ["Owner", 7, null, {"owner": true}]}""", "roles", null)]
    [TestCase("""{"roles": {"owner": "owner"}}""", "roles", null)]
    [TestCase("""{}""", "roles", null)]
    public async Task The_role_comes_from_the_claim(string claims, string path, string? role)
    {
        await using var meet = Start(
            ("MEET_OIDC_ROLE_CLAIM", path),
            ("MEET_OIDC_USER_VALUES", "guest")
        );
        using var json = System.Text.Json.JsonDocument.Parse(claims);
        foreach (var claim in json.RootElement.EnumerateObject())
            _provider.Account[claim.Name] = claim.Value.Clone();
        using var browser = meet.NewBrowser();

        using var answer = await browser.GetAsync(_provider.Authorize(await browser.BeginAsync()));

        if (role is null)
            await answer.ShouldBeRefusedAsync(
                HttpStatusCode.Forbidden,
                "This account may not use this server"
            );
        else
            await browser.ShouldBeAsync("jane", role);
    }

    [Test]
    public async Task Claims_that_the_ID_token_lacks_come_from_the_userinfo()
    {
        _provider.TellsInUserInfo = true;
        _provider.Account["roles"] = new[] { "owner" };
        using var browser = await _provider.SignInAsync(_meet);
        await browser.ShouldBeAsync("jane", "admin");
    }

    [Test]
    public async Task The_userinfo_of_another_account_is_refused()
    {
        _provider.TellsInUserInfo = true;
        _provider.Change = claims => claims["sub"] = "another";
        using var browser = _meet.NewBrowser();
        using var answer = await browser.GetAsync(_provider.Authorize(await browser.BeginAsync()));
        await answer.ShouldBeRefusedAsync(
            HttpStatusCode.BadRequest,
            "The sign-in could not be verified"
        );
    }

    /// <summary>The built-in administrator, user and accounts of the same names are different users.</summary>
    [Test]
    public async Task An_account_named_like_a_built_in_user_is_somebody_else()
    {
        _provider.Account["preferred_username"] = "admin";
        using var account = await _provider.SignInAsync(_meet);
        await account.ShouldBeAsync("admin", "user");
        using var rooms = await account.GetAsync("/meet/api/v1/rooms");
        Assert.That(rooms.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));

        using var builtIn = await _meet.SignInAsAdminAsync();
        await builtIn.ShouldBeAsync("admin", "admin");
        // Ends the session of the account, and not that of the built-in user.
        using var logout = await account.PostAsync("/meet/api/v1/auth/logout");
        await builtIn.ShouldBeAsync("admin", "admin");
        await account.ShouldBeSignedOutAsync();
    }

    [Test]
    public async Task An_account_whose_subject_is_a_built_in_user_is_somebody_else()
    {
        _provider.Account["sub"] = "admin";
        _provider.Account["preferred_username"] = "admin";
        _provider.Account["roles"] = "owner";
        using var account = await _provider.SignInAsync(_meet);
        await account.ShouldBeAsync("admin", "admin");

        await using var restarted = Start(
            ("MEET_DATA_DIR", _meet.DataDirectory),
            ("MEET_ADMIN_SECRET", "changed")
        );
        _ = restarted.Address;

        _meet.Clock.Advance(TimeSpan.FromSeconds(5));
        await account.ShouldBeAsync("admin", "admin");
    }

    [Test]
    public async Task Two_accounts_of_the_same_name_are_two_users()
    {
        using var one = await _provider.SignInAsync(_meet);
        _provider.Account["sub"] = "another";
        _provider.SessionId = "session-2";
        using var two = await _provider.SignInAsync(_meet);
        var subjects = new[] { one, two }.Select(browser =>
            Access.Jwt.Claims(browser.Cookie(Browser.AccessCookie)!)["sub"]!.ToString()
        );
        Assert.That(subjects, Is.Unique.And.All.StartsWith("oidc:"));
    }

    [Test]
    public async Task Other_rules_for_roles_end_the_sessions_of_accounts([Values] bool removed)
    {
        _provider.Account["roles"] = "owner";
        using var account = await _provider.SignInAsync(_meet);
        await account.ShouldBeAsync("jane", "admin");

        await using var restarted = removed
            ? new MeetApiFactory(
                new Dictionary<string, string> { ["MEET_DATA_DIR"] = _meet.DataDirectory }
            )
            : Start(
                ("MEET_DATA_DIR", _meet.DataDirectory),
                ("MEET_OIDC_ADMIN_VALUES", "meet-admin")
            );
        _ = restarted.Address;

        _meet.Clock.Advance(TimeSpan.FromSeconds(5));
        await account.ShouldBeSignedOutAsync();
        using var refresh = await account.PostAsync("/meet/api/v1/auth/refresh");
        Assert.That(refresh.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [Test]
    public async Task A_room_that_requires_a_sign_in_admits_an_account()
    {
        using var key = _meet.NewBrowser().With("X-API-KEY", MeetApiFactory.ApiKey);
        using var security = await key.PutAsync(
            "/meet/api/v1/preferences/security",
            new { authentication = new { authMode = "all_users" } }
        );
        var room = await _meet.CreateRoomAsync();
        using var stranger = _meet.NewBrowser();
        using var account = await _provider.SignInAsync(_meet);

        using var refused = await stranger.RequestTokenAsync(room, "Jane", room.PublisherSecret);
        using var admitted = await account.RequestTokenAsync(room, "Jane", room.PublisherSecret);

        Assert.That(refused.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That(admitted.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [TestCase("https://evil.example/")]
    [TestCase("//evil.example/")]
    [TestCase("/\\evil.example/")]
    [TestCase("\\/evil.example/")]
    [TestCase("/a//evil.example/")]
    [TestCase("/\t/evil.example/")]
    [TestCase("/\n")]
    [TestCase("/a b")]
    [TestCase("room")]
    [TestCase("javascript:alert(1)")]
    public async Task A_page_of_another_site_is_no_page_to_return_to(string path)
    {
        using var browser = _meet.NewBrowser();
        using var answer = await browser.GetAsync(
            $"{SignIns}/login?returnTo={Uri.EscapeDataString(path)}"
        );
        await answer.ShouldNameFieldsAsync("returnTo");
        Assert.That(answer.Headers.Contains("Set-Cookie"), Is.False);
    }

    [Test]
    public async Task The_client_learns_how_users_sign_in()
    {
        await using var without = new MeetApiFactory();
        using var here = _meet.NewBrowser();
        using var there = without.NewBrowser();

        using var with = await here.GetAsync(SignIns);
        using var none = await there.GetAsync(SignIns);

        Assert.That(
            await with.Content.ReadAsStringAsync(),
            Is.EqualTo("""{"enabled":true,"builtInUsers":true}""")
        );
        Assert.That(
            await none.Content.ReadAsStringAsync(),
            Is.EqualTo("""{"enabled":false,"builtInUsers":true}""")
        );
        using var login = await there.GetAsync($"{SignIns}/login");
        await login.ShouldBeErrorAsync(
            HttpStatusCode.NotFound,
            "No identity provider is configured"
        );
    }

    private MeetApiFactory Start(params (string Name, string Value)[] settings)
    {
        var meet = new MeetApiFactory(_provider.Settings(settings));
        _provider.Follow(meet);
        return meet;
    }

    /// <summary>The cookies that a browser would send, as the value of a header.</summary>
    private static Task<string[]> CookiesAsync(Browser browser, string callback)
    {
        var state = QueryHelpers.ParseQuery(callback.Split('?')[1])["state"].ToString();
        var name = $"OvMeetSignIn-{state[..16]}";
        return Task.FromResult(new[] { $"{name}={browser.Cookie(name, callback)}" });
    }
}
