using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenViduMeet.TestSupport;
using OpenViduMeet.TestSupport.Oidc;
using OpenViduMeet.WebApi.FunctionalTests.Access;
using static OpenViduMeet.WebApi.FunctionalTests.Oidc.OidcBrowser;

namespace OpenViduMeet.WebApi.FunctionalTests.Oidc;

/// <summary>Callbacks and tokens that an attacker makes up, and a provider that fails.</summary>
public sealed class OidcAttackTests
{
    private const string Unknown = "The sign-in was not started in this browser, or has expired";
    private const string Unverified = "The sign-in could not be verified";
    private const string Unavailable = "The identity provider is not available";

    private readonly LogLines _log = new();
    private OidcProviderDouble _provider = null!;
    private MeetApiFactory _meet = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _log.Clear();
        _provider = await OidcProviderDouble.StartAsync();
        _meet = new MeetApiFactory(
            _provider.Settings(),
            services => services.AddSingleton<ILoggerProvider>(_log)
        );
        _provider.Follow(_meet);
    }

    [TearDown]
    public async Task StopAsync()
    {
        await _meet.DisposeAsync();
        await _provider.DisposeAsync();
    }

    [OneTimeTearDown]
    public void Close() => _log.Dispose();

    [TestCase("")]
    [TestCase("?code=made-up")]
    [TestCase("?code=made-up&state=")]
    [TestCase("?code=made-up&state=x")]
    [TestCase("?code=made-up&state=0123456789012345678901234567890123456789012")]
    [TestCase("?error=access_denied")]
    public async Task A_callback_without_an_attempt_is_refused(string query)
    {
        using var browser = _meet.NewBrowser();
        await browser.BeginAsync();
        using var answer = await browser.GetAsync($"{SignIns}/callback{query}");
        await answer.ShouldBeRefusedAsync(HttpStatusCode.BadRequest, Unknown);
        Assert.That(_provider.Requests, Has.No.Member("/token"));
    }

    [Test]
    public async Task A_callback_of_another_browser_is_refused()
    {
        using var attacker = _meet.NewBrowser();
        using var victim = _meet.NewBrowser();
        await victim.BeginAsync();
        var callback = _provider.Authorize(await attacker.BeginAsync());
        using var answer = await victim.GetAsync(callback);
        await answer.ShouldBeRefusedAsync(HttpStatusCode.BadRequest, Unknown);
    }

    [Test]
    public async Task A_cookie_that_was_made_up_or_changed_is_refused([Values] bool changed)
    {
        using var browser = _meet.NewBrowser();
        var callback = _provider.Authorize(await browser.BeginAsync());
        var state = callback.Split("state=")[1].Split('&')[0];
        var name = $"OvMeetSignIn-{state[..16]}";
        var value = browser.Cookie(name, callback)!;
        using var attacker = _meet
            .NewBrowser()
            .With(
                "Cookie",
                $"{name}={(changed ? value[..^4] + (value[^4] == 'A' ? 'B' : 'A') + value[^3..] : "e30")}"
            );
        using var answer = await attacker.GetAsync(callback);
        await answer.ShouldBeRefusedAsync(HttpStatusCode.BadRequest, Unknown);
    }

    [Test]
    public async Task The_attempt_of_one_state_does_not_answer_for_another()
    {
        using var browser = _meet.NewBrowser();
        var callback = _provider.Authorize(await browser.BeginAsync());
        var state = callback.Split("state=")[1].Split('&')[0];
        using var answer = await browser.GetAsync(
            callback.Replace(state, state[..16] + new string('x', 27), StringComparison.Ordinal)
        );
        await answer.ShouldBeRefusedAsync(HttpStatusCode.BadRequest, Unknown);
    }

    [Test]
    public async Task A_replayed_callback_is_refused_and_leaves_the_session_alone()
    {
        using var browser = _meet.NewBrowser();
        var callback = _provider.Authorize(await browser.BeginAsync());
        (await browser.GetAsync(callback)).Dispose();
        using var answer = await browser.GetAsync(callback);
        await answer.ShouldBeRefusedAsync(HttpStatusCode.BadRequest, Unknown);
        await browser.ShouldBeAsync("jane", "user");
    }

    [Test]
    public async Task A_callback_after_ten_minutes_is_refused()
    {
        using var browser = _meet.NewBrowser();
        var callback = _provider.Authorize(await browser.BeginAsync());
        _meet.Clock.Advance(TimeSpan.FromMinutes(10));
        using var answer = await browser.GetAsync(callback);
        await answer.ShouldBeRefusedAsync(HttpStatusCode.BadRequest, Unknown);
    }

    [Test]
    public async Task A_user_who_does_not_agree_sees_a_page()
    {
        using var browser = _meet.NewBrowser().With("Accept", "text/html,*/*;q=0.8");
        var callback = _provider.Deny(await browser.BeginAsync());
        using var answer = await browser.GetAsync(callback);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(answer.Content.Headers.ContentType?.MediaType, Is.EqualTo("text/html"));
        var page = await answer.Content.ReadAsStringAsync();
        Assert.That(page, Does.Contain("The identity provider has refused the sign-in"));
        Assert.That(page, Does.Not.Contain("aborted"));
        Assert.That(_log.Text, Does.Contain("the provider has refused it"));
        await browser.ShouldBeSignedOutAsync();
    }

    [Test]
    public async Task An_answer_of_another_issuer_is_refused([Values] bool named)
    {
        using var browser = _meet.NewBrowser();
        var callback = _provider.Authorize(await browser.BeginAsync());
        using var answer = await browser.GetAsync(
            callback[..callback.IndexOf("&iss=", StringComparison.Ordinal)]
                + (named ? "&iss=https://evil.example" : "")
        );
        await answer.ShouldBeRefusedAsync(HttpStatusCode.BadRequest, Unverified);
        Assert.That(_provider.Requests, Has.No.Member("/token"));
    }

    private static IEnumerable<TestCaseData> Forgeries()
    {
        TestCaseData Changed(string what, Action<OidcProviderDouble> forge) =>
            new TestCaseData(forge).SetArgDisplayNames(what);
        yield return Changed("another nonce", p => p.Change = c => c["nonce"] = "another");
        yield return Changed("no nonce", p => p.Change = c => c.Remove("nonce"));
        yield return Changed(
            "another issuer",
            p => p.Change = c => c["iss"] = "https://evil.example"
        );
        yield return Changed("another client", p => p.Change = c => c["aud"] = "another");
        yield return Changed(
            "several audiences",
            p => p.Change = c => c["aud"] = new[] { "meet", "x" }
        );
        yield return Changed("another party", p => p.Change = c => c["azp"] = "another");
        yield return Changed("no subject", p => p.Change = c => c.Remove("sub"));
        yield return Changed("empty subject", p => p.Change = c => c["sub"] = "");
        yield return Changed("expired", p => p.Change = c => c["exp"] = (long)c["iat"]! - 60);
        yield return Changed("no expiry", p => p.Change = c => c.Remove("exp"));
        yield return Changed("not yet", p => p.Change = c => c["nbf"] = (long)c["iat"]! + 120);
        yield return Changed("alg none", p => p.Sign = c => Jwt.Sign(c, [], "none"));
        yield return Changed(
            "HS256 with the public key",
            p => p.Sign = c => Jwt.Sign(c, p.Key.PublicText)
        );
        yield return Changed(
            "HS256 with the client's secret",
            p =>
                p.Sign = c =>
                    Jwt.Sign(c, System.Text.Encoding.UTF8.GetBytes(OidcProviderDouble.ClientSecret))
        );
        yield return Changed(
            "another key of the same id",
            p => p.Sign = c => new OidcKey("first").Sign(c)
        );
        yield return Changed("an unknown key", p => p.Sign = c => new OidcKey("unknown").Sign(c));
        yield return Changed("a logout token", p => p.Sign = c => p.Key.Sign(c, "logout+jwt"));
        yield return Changed("no token", p => p.Sign = _ => "no token");
    }

    [TestCaseSource(nameof(Forgeries))]
    public async Task A_forged_ID_token_is_refused(Action<OidcProviderDouble> forge)
    {
        forge(_provider);
        using var browser = _meet.NewBrowser();
        var callback = _provider.Authorize(await browser.BeginAsync());

        using var answer = await browser.GetAsync(callback);

        await answer.ShouldBeRefusedAsync(HttpStatusCode.BadRequest, Unverified);
        await browser.ShouldBeSignedOutAsync();
        Assert.That(
            _log.All.Where(line => line.Level == LogLevel.Warning).Select(line => line.Text),
            Has.Some.Contains("refused").And.None.Contains("eyJ")
        );
        Assert.That(_log.Text, Does.Not.Contain(callback.Split("code=")[1].Split('&')[0]));
    }

    [Test]
    public async Task A_new_key_of_the_provider_is_found_at_once()
    {
        (await _provider.SignInAsync(_meet)).Dispose();
        _provider.Key = new OidcKey("second");
        _meet.Clock.Advance(TimeSpan.FromSeconds(30));
        using var browser = await _provider.SignInAsync(_meet);
        await browser.ShouldBeAsync("jane", "user");
    }

    [Test]
    public async Task A_wrong_client_secret_is_the_operators_fault()
    {
        await using var meet = new MeetApiFactory(
            _provider.Settings(("MEET_OIDC_CLIENT_SECRET", "wrong")),
            services => services.AddSingleton<ILoggerProvider>(_log)
        );
        using var browser = meet.NewBrowser();
        using var answer = await browser.GetAsync(_provider.Authorize(await browser.BeginAsync()));
        await answer.ShouldBeRefusedAsync(HttpStatusCode.ServiceUnavailable, Unavailable);
        Assert.That(_log.Text, Does.Contain("check MEET_OIDC_CLIENT_ID"));
    }

    [Test]
    public async Task While_the_provider_is_down_the_sign_in_is_not_available_and_then_works_again()
    {
        await _provider.StopAsync();
        using var browser = _meet.NewBrowser();
        using var refused = await browser.GetAsync($"{SignIns}/login");
        using var page = await browser.SendAsync(
            HttpMethod.Get,
            $"{SignIns}/login",
            headers: ("Accept", "text/html")
        );
        await refused.ShouldBeRefusedAsync(HttpStatusCode.ServiceUnavailable, Unavailable);
        Assert.That(refused.Headers.RetryAfter, Is.Not.Null);
        Assert.That(page.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That(page.Headers.RetryAfter, Is.Not.Null);
        Assert.That(await page.Content.ReadAsStringAsync(), Does.Contain(Unavailable));

        await _provider.StartAgainAsync();
        _meet.Clock.Advance(TimeSpan.FromSeconds(5));
        await browser.BeginAsync();
    }

    private static IEnumerable<TestCaseData> Faults()
    {
        TestCaseData Fault(string what, Func<HttpContext, Task<bool>> instead) =>
            new TestCaseData(instead).SetArgDisplayNames(what);
        yield return Fault(
            "500",
            http =>
            {
                http.Response.StatusCode = 500;
                return Task.FromResult(true);
            }
        );
        yield return Fault(
            "a redirect",
            http =>
            {
                http.Response.Redirect("http://169.254.169.254/");
                return Task.FromResult(true);
            }
        );
        yield return Fault(
            "too much",
            async http =>
            {
                await http.Response.WriteAsync("{\"issuer\":\"" + new string('a', 1024 * 1024));
                return true;
            }
        );
        yield return Fault(
            "no JSON",
            async http =>
            {
                await http.Response.WriteAsync("<html>");
                return true;
            }
        );
        yield return Fault(
            "another issuer",
            async http =>
            {
                await http.Response.WriteAsJsonAsync(new { issuer = "https://evil.example" });
                return true;
            }
        );
        yield return Fault(
            "no answer",
            async http =>
            {
                await Task.Delay(Timeout.Infinite, http.RequestAborted)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                return true;
            }
        );
    }

    [TestCaseSource(nameof(Faults))]
    public async Task A_provider_that_answers_wrongly_is_not_available(
        Func<HttpContext, Task<bool>> instead
    )
    {
        _provider.Instead = instead;
        using var browser = _meet.NewBrowser();
        var started = TimeProvider.System.GetTimestamp();
        using var answer = await browser.GetAsync($"{SignIns}/login");
        await answer.ShouldBeRefusedAsync(HttpStatusCode.ServiceUnavailable, Unavailable);
        Assert.That(
            TimeProvider.System.GetElapsedTime(started),
            Is.LessThan(TimeSpan.FromSeconds(6))
        );
    }
}
