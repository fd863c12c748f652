using System.Net;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.WebApi.FunctionalTests.Access;

public sealed class SignInTests
{
    private const string Login = "/meet/api/v1/auth/login";
    private const string Logout = "/meet/api/v1/auth/logout";
    private const string Renew = "/meet/api/v1/auth/refresh";
    private const string Profile = "/meet/api/v1/auth/profile";

    private MeetApiFactory _meet = null!;

    [SetUp]
    public void Start() => _meet = new MeetApiFactory();

    [TearDown]
    public async Task StopAsync() => await _meet.DisposeAsync();

    [TestCase("admin")]
    [TestCase("user")]
    public async Task Signing_in_sets_two_cookies_that_scripts_and_other_sites_cannot_reach(
        string user
    )
    {
        using var browser = _meet.NewBrowser();
        using var answer = await browser.PostAsync(Login, new { username = user, password = user });
        using var profile = await browser.GetAsync(Profile);

        var cookies = answer.Headers.GetValues("Set-Cookie").ToList();
        Assert.That(
            cookies,
            Has.One.Matches<string>(c =>
                c.StartsWith("OvMeetAccessToken=", StringComparison.Ordinal)
                && c.EndsWith(
                    "; max-age=7200; path=/; samesite=strict; httponly",
                    StringComparison.Ordinal
                )
            )
        );
        Assert.That(
            cookies,
            Has.One.Matches<string>(c =>
                c.StartsWith("OvMeetRefreshToken=", StringComparison.Ordinal)
                && c.EndsWith(
                    "; max-age=86400; path=/meet/api/v1/auth; samesite=strict; httponly",
                    StringComparison.Ordinal
                )
            )
        );
        var shown = await profile.ReadJsonAsync();
        Assert.That(shown.GetProperty("username").GetString(), Is.EqualTo(user));
        Assert.That(shown.GetProperty("role").GetString(), Is.EqualTo(user));
    }

    [TestCase("admin", "user")]
    [TestCase("nobody", "nobody")]
    [TestCase("Admin", "admin")]
    public async Task Wrong_credentials_are_answered_alike(string user, string password)
    {
        using var browser = _meet.NewBrowser();
        using var answer = await browser.PostAsync(Login, new { username = user, password });

        await answer.ShouldBeErrorAsync(
            HttpStatusCode.NotFound,
            "Invalid username or password",
            "Authentication Error"
        );
        Assert.That(answer.Headers.Contains("Set-Cookie"), Is.False);
    }

    [Test]
    public async Task Missing_and_short_values_are_named()
    {
        using var browser = _meet.NewBrowser();
        using var missing = await browser.PostAsync(Login, new { });
        using var tooShort = await browser.PostAsync(
            Login,
            new { username = "a", password = "admin" }
        );

        Assert.That((int)missing.StatusCode, Is.EqualTo(422));
        await tooShort.ShouldNameFieldsAsync("username");
    }

    [Test]
    public async Task Guessing_is_throttled_and_signing_in_is_not()
    {
        using var browser = _meet.NewBrowser();
        for (var i = 0; i < 30; i++)
        {
            using var good = await browser.PostAsync(
                Login,
                new { username = "user", password = "user" }
            );
            Assert.That(good.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        }

        var statuses = new List<int>();
        for (var i = 0; i < 21; i++)
        {
            using var wrong = await browser.PostAsync(
                Login,
                new { username = "user", password = "wrong" }
            );
            statuses.Add((int)wrong.StatusCode);
            if (i == 20)
            {
                await wrong.ShouldBeErrorAsync(HttpStatusCode.TooManyRequests, "Too many requests");
                Assert.That(wrong.Headers.RetryAfter?.Delta, Is.GreaterThan(TimeSpan.Zero));
            }
        }

        Assert.That(statuses, Is.EqualTo(Enumerable.Repeat(404, 20).Append(429)));
    }

    [Test]
    public async Task A_refresh_token_is_good_once_and_its_second_use_ends_the_session()
    {
        using var browser = await _meet.SignInAsAdminAsync();
        var first = browser.Cookie(Browser.RefreshCookie)!;

        using var renewed = await browser.PostAsync(Renew);
        using var thief = _meet.NewBrowser().WithCookie(Browser.RefreshCookie, first);
        using var again = await thief.PostAsync(Renew);
        using var afterwards = await browser.PostAsync(Renew);

        Assert.That(renewed.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        await again.ShouldBeErrorAsync(HttpStatusCode.BadRequest, "Invalid refresh token");
        await afterwards.ShouldBeErrorAsync(HttpStatusCode.BadRequest, "Invalid refresh token");
    }

    [Test]
    public async Task Signing_out_clears_the_cookies_and_ends_the_session()
    {
        using var browser = await _meet.SignInAsAdminAsync();
        var refresh = browser.Cookie(Browser.RefreshCookie)!;

        using var answer = await browser.PostAsync(Logout);
        using var thief = _meet.NewBrowser().WithCookie(Browser.RefreshCookie, refresh);
        using var renewed = await thief.PostAsync(Renew);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(browser.Cookie(Browser.AccessCookie), Is.Null.Or.Empty);
        Assert.That(renewed.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [Test]
    public async Task An_access_token_ends_with_its_time_and_the_refresh_token_brings_another()
    {
        using var browser = await _meet.SignInAsUserAsync();
        _meet.Clock.Advance(TimeSpan.FromHours(2) + TimeSpan.FromSeconds(11));

        using var expired = await browser.GetAsync(Profile);
        using var renewed = await browser.PostAsync(Renew);
        using var fresh = await browser.GetAsync(Profile);

        await expired.ShouldBeErrorAsync(HttpStatusCode.Unauthorized, "Unauthorized");
        Assert.That(renewed.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(fresh.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Without_a_refresh_token_there_is_nothing_to_renew()
    {
        using var browser = _meet.NewBrowser();
        using var answer = await browser.PostAsync(Renew);

        await answer.ShouldBeErrorAsync(
            HttpStatusCode.BadRequest,
            "Invalid refresh token",
            "Authentication Error"
        );
    }
}
