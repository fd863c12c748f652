using System.Net;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.WebApi.FunctionalTests.Access;

public sealed class SignInTests
{
    private const string Auth = "/meet/api/v1/auth";

    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    private MeetApiFactory _meet = null!;

    [OneTimeSetUp]
    public void Start() => _meet = new MeetApiFactory();

    [OneTimeTearDown]
    public async Task StopAsync() => await _meet.DisposeAsync();

    [TestCase("admin")]
    [TestCase("user")]
    public async Task Signing_in_sets_both_cookies_and_the_profile_names_the_user(string user)
    {
        using var browser = _meet.NewBrowser();
        using var answer = await LoginAsync(browser, user, user);
        using var profile = await browser.GetAsync($"{Auth}/profile");

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        var body = await answer.ReadJsonAsync();
        Assert.That(body.EnumerateObject().Select(p => p.Name), Is.EqualTo(new[] { "message" }));
        ShouldSet(answer, Browser.AccessCookie, "/", 2 * 3600);
        ShouldSet(answer, Browser.RefreshCookie, Auth, 24 * 3600);
        Assert.That(profile.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        var who = await profile.ReadJsonAsync();
        Assert.That(who.GetProperty("username").GetString(), Is.EqualTo(user));
        Assert.That(who.GetProperty("role").GetString(), Is.EqualTo(user));
        Assert.That(who.EnumerateObject().Count(), Is.EqualTo(2));
    }

    [TestCase("admin", "wrong")]
    [TestCase("admin", "user")]
    [TestCase("admin", "ADMIN")]
    [TestCase("nobody", "nobody")]
    public async Task Wrong_credentials_are_not_found(string user, string password)
    {
        using var browser = _meet.NewBrowser();
        using var answer = await LoginAsync(browser, user, password);

        await answer.ShouldBeErrorAsync(
            HttpStatusCode.NotFound,
            "Invalid username or password",
            "Authentication Error"
        );
        Assert.That(answer.Headers.Contains("Set-Cookie"), Is.False);
    }

    [TestCase(null, "admin", "username")]
    [TestCase("abc", "admin", "username")]
    [TestCase("", "admin", "username")]
    [TestCase("admin", null, "password")]
    [TestCase("admin", "abc", "password")]
    [TestCase("abc", "abc", "username,password")]
    public async Task Short_or_missing_credentials_are_named(
        string? user,
        string? password,
        string fields
    )
    {
        using var browser = _meet.NewBrowser();
        using var answer = await LoginAsync(browser, user, password);

        Assert.That((int)answer.StatusCode, Is.EqualTo(422));
        var details = (await answer.ReadJsonAsync()).GetProperty("details").EnumerateArray();
        Assert.That(
            details.Select(detail => detail.GetProperty("field").GetString()).Distinct(),
            Is.EquivalentTo(fields.Split(','))
        );
    }

    [Test]
    public async Task After_twenty_wrong_passwords_even_the_right_one_is_refused()
    {
        await using var meet = new MeetApiFactory();
        using var browser = meet.NewBrowser();
        for (var guess = 0; guess < 20; guess++)
        {
            using var wrong = await LoginAsync(browser, "admin", $"wrong{guess}");
            Assert.That(wrong.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        }

        using var answer = await LoginAsync(browser, "admin", "admin");

        await answer.ShouldBeErrorAsync(HttpStatusCode.TooManyRequests, "Too many requests");
        Assert.That(
            answer.Headers.RetryAfter?.Delta,
            Is.GreaterThan(TimeSpan.Zero).And.LessThanOrEqualTo(TimeSpan.FromMinutes(1))
        );
    }

    [Test]
    public async Task A_refresh_replaces_both_tokens()
    {
        using var browser = await _meet.SignInAsAdminAsync();
        var access = browser.Cookie(Browser.AccessCookie);
        var refresh = browser.Cookie(Browser.RefreshCookie);

        using var answer = await browser.PostAsync($"{Auth}/refresh");
        using var profile = await browser.GetAsync($"{Auth}/profile");
        using var next = await browser.PostAsync($"{Auth}/refresh");

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        ShouldSet(answer, Browser.AccessCookie, "/", 2 * 3600);
        ShouldSet(answer, Browser.RefreshCookie, Auth, 24 * 3600);
        Assert.That(browser.Cookie(Browser.AccessCookie), Is.Not.EqualTo(access));
        Assert.That(browser.Cookie(Browser.RefreshCookie), Is.Not.EqualTo(refresh));
        Assert.That(profile.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(next.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task An_expired_session_is_not_renewed()
    {
        await using var meet = new MeetApiFactory();
        using var browser = await meet.SignInAsAdminAsync();
        meet.Clock.Advance(TimeSpan.FromDays(1) + TimeSpan.FromMinutes(1));
        using var refresh = await browser.PostAsync($"{Auth}/refresh");
        await ShouldBeInvalidAsync(refresh);
    }

    [Test]
    public async Task Signing_out_works_after_the_access_token_has_expired()
    {
        await using var meet = new MeetApiFactory();
        using var browser = await meet.SignInAsAdminAsync();
        using var kept = meet.NewBrowser()
            .WithCookie(Browser.RefreshCookie, browser.Cookie(Browser.RefreshCookie)!);
        meet.Clock.Advance(TimeSpan.FromHours(3));
        using var profile = await browser.GetAsync($"{Auth}/profile");
        using var answer = await browser.PostAsync($"{Auth}/logout");
        using var refresh = await kept.PostAsync($"{Auth}/refresh");

        Assert.That(profile.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        await ShouldBeInvalidAsync(refresh);
    }

    [Test]
    public async Task Signing_out_succeeds_twice_and_with_a_replaced_token()
    {
        using var browser = await _meet.SignInAsUserAsync();
        using var kept = With(Browser.RefreshCookie, browser.Cookie(Browser.RefreshCookie)!);
        using var replaced = await browser.PostAsync($"{Auth}/refresh");
        using var once = await kept.PostAsync($"{Auth}/logout");
        using var again = await kept.PostAsync($"{Auth}/logout");
        using var refresh = await browser.PostAsync($"{Auth}/refresh");

        Assert.That(once.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(again.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        await ShouldBeInvalidAsync(refresh);
    }

    [Test]
    public async Task A_sign_in_beyond_the_concurrency_limit_is_refused()
    {
        using var hasher = new HeldHasher();
        await using var meet = new MeetApiFactory(
            new Dictionary<string, string> { ["MEET_FAILURES_PER_MINUTE"] = "1000" },
            services => services.Replace(ServiceDescriptor.Singleton<IPasswordHasher<User>>(hasher))
        );
        using var browser = meet.NewBrowser();
        var places = Math.Max(1, Environment.ProcessorCount - 1) + 100;

        hasher.Hold();
        var pending = Enumerable
            .Range(0, places + 1)
            .Select(_ => LoginAsync(browser, "admin", "admin"))
            .ToList();
        var first = await Task.WhenAny(pending).WaitAsync(Bound);
        hasher.LetGo();
        var answers = await Task.WhenAll(pending);

        var refused = await first;
        await refused.ShouldBeErrorAsync(
            HttpStatusCode.ServiceUnavailable,
            "Too many sign-ins at once",
            "Authentication Error"
        );
        Assert.That(refused.Headers.RetryAfter, Is.Not.Null);
        // The others write to the database at once, and a slow disk may refuse some of them.
        var bodies = await Task.WhenAll(
            answers.Select(answer => answer.Content.ReadAsStringAsync())
        );
        Assert.That(
            bodies.Count(body => body.Contains("Too many sign-ins", StringComparison.Ordinal)),
            Is.EqualTo(1)
        );
        Assert.That(answers.Count(answer => answer.IsSuccessStatusCode), Is.GreaterThan(1));
        foreach (var answer in answers)
            answer.Dispose();
    }

    [Test]
    public async Task Signing_out_clears_the_cookies_and_revokes_the_refresh_token()
    {
        using var browser = await _meet.SignInAsUserAsync();
        using var kept = With(Browser.RefreshCookie, browser.Cookie(Browser.RefreshCookie)!);
        using var answer = await browser.PostAsync($"{Auth}/logout");
        using var refresh = await kept.PostAsync($"{Auth}/refresh");
        using var profile = await browser.GetAsync($"{Auth}/profile");

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        ShouldSet(answer, Browser.AccessCookie, "/", 0);
        ShouldSet(answer, Browser.RefreshCookie, Auth, 0);
        Assert.That(browser.Cookie(Browser.AccessCookie), Is.Null);
        Assert.That(browser.Cookie(Browser.RefreshCookie), Is.Null);
        await ShouldBeInvalidAsync(refresh);
        Assert.That(profile.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [Test]
    public async Task Signing_out_ends_one_session_only()
    {
        using var here = await _meet.SignInAsUserAsync();
        using var there = await _meet.SignInAsUserAsync();
        using var answer = await here.PostAsync($"{Auth}/logout");
        using var refresh = await there.PostAsync($"{Auth}/refresh");

        Assert.That(refresh.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("garbage")]
    public async Task Without_valid_tokens_refresh_and_profile_are_refused(string? token)
    {
        using var browser = _meet.NewBrowser();
        if (token is not null)
            browser
                .WithCookie(Browser.RefreshCookie, token)
                .WithCookie(Browser.AccessCookie, token);
        using var refresh = await browser.PostAsync($"{Auth}/refresh");
        using var profile = await browser.GetAsync($"{Auth}/profile");
        using var logout = await browser.PostAsync($"{Auth}/logout");

        await ShouldBeInvalidAsync(refresh);
        await profile.ShouldBeErrorAsync(
            HttpStatusCode.Unauthorized,
            "Unauthorized",
            "Authentication Error"
        );
        Assert.That(logout.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    private Browser With(string cookie, string token) =>
        _meet.NewBrowser().WithCookie(cookie, token);

    private static Task<HttpResponseMessage> LoginAsync(
        Browser browser,
        string? username,
        string? password
    ) => browser.PostAsync($"{Auth}/login", new { username, password });

    private static Task ShouldBeInvalidAsync(HttpResponseMessage answer) =>
        answer.ShouldBeErrorAsync(
            HttpStatusCode.BadRequest,
            "Invalid refresh token",
            "Authentication Error"
        );

    private static void ShouldSet(HttpResponseMessage answer, string name, string path, int maxAge)
    {
        var cookie = answer
            .Headers.GetValues("Set-Cookie")
            .Single(value => value.StartsWith($"{name}=", StringComparison.Ordinal));
        Assert.That(
            cookie.Split("; ").Skip(1).Select(attribute => attribute.ToUpperInvariant()),
            Is.EquivalentTo(
                new[]
                {
                    $"PATH={path.ToUpperInvariant()}",
                    "HTTPONLY",
                    "SAMESITE=STRICT",
                    $"MAX-AGE={maxAge}",
                }
            )
        );
    }
}
