using System.Net;
using OpenViduMeet.TestSupport;
using OpenViduMeet.WebApi.FunctionalTests.Access;

namespace OpenViduMeet.WebApi.FunctionalTests.Participants;

public sealed class AuthModeTests
{
    private MeetApiFactory _meet = null!;
    private TestRoom _room = null!;
    private string _userToken = null!;
    private string _adminToken = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _meet = new MeetApiFactory();
        _room = await _meet.CreateRoomAsync();
        using var user = await _meet.SignInAsUserAsync();
        using var admin = await _meet.SignInAsAdminAsync();
        _userToken = user.Cookie(Browser.AccessCookie)!;
        _adminToken = admin.Cookie(Browser.AccessCookie)!;
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await _meet.DisposeAsync();

    [Test]
    public async Task Who_must_sign_in_depends_on_the_mode_and_the_role(
        [Values("none", "moderators_only", "all_users")] string mode,
        [Values("moderator", "publisher")] string role,
        [Values("none", "bad", "forged", "user", "admin")] string token
    )
    {
        await SetModeAsync(mode);
        using var browser = _meet.NewBrowser();
        if (TokenOf(token) is { } accessToken)
            browser.WithCookie(Browser.AccessCookie, accessToken);
        var secret = role == "moderator" ? _room.ModeratorSecret : _room.PublisherSecret;
        var needed = mode == "all_users" || (mode == "moderators_only" && role == "moderator");

        using var answer = await browser.RequestTokenAsync(_room, $"{mode} {role} {token}", secret);

        if (needed && token is not ("user" or "admin"))
        {
            await answer.ShouldBeErrorAsync(
                HttpStatusCode.Unauthorized,
                "Unauthorized",
                "Authentication Error"
            );
            Assert.That(answer.Headers.Contains("Set-Cookie"), Is.False);
        }
        else
        {
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        }
    }

    [Test]
    public async Task The_secret_is_checked_before_the_sign_in()
    {
        await SetModeAsync("all_users");
        using var browser = _meet.NewBrowser();
        using var wrong = await browser.RequestTokenAsync(_room, "Ann", "wrong");
        using var right = await browser.RequestTokenAsync(_room, "Ann", _room.PublisherSecret);

        Assert.That(wrong.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(right.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [Test]
    public async Task The_sign_in_is_checked_before_the_name()
    {
        await SetModeAsync("none");
        using var first = _meet.NewBrowser();
        using var joined = await first.RequestTokenAsync(_room, "Taken", _room.PublisherSecret);
        await SetModeAsync("all_users");
        using var other = _meet.NewBrowser();
        using var answer = await other.RequestTokenAsync(_room, "Taken", _room.PublisherSecret);

        Assert.That(joined.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [Test]
    public async Task A_refresh_checks_the_sign_in_before_the_previous_token()
    {
        await SetModeAsync("none");
        using var browser = _meet.NewBrowser();
        using var joined = await browser.RequestTokenAsync(_room, "Rita", _room.PublisherSecret);
        await SetModeAsync("all_users");

        using var unsigned = await browser.RefreshTokenAsync(_room, "Rita", _room.PublisherSecret);
        browser.WithCookie(Browser.AccessCookie, _userToken);
        using var signed = await browser.RefreshTokenAsync(_room, "Rita", _room.PublisherSecret);

        Assert.That(unsigned.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That(signed.StatusCode, Is.EqualTo(HttpStatusCode.Conflict));
    }

    private string? TokenOf(string kind) =>
        kind switch
        {
            "none" => null,
            "bad" => "not.a.token",
            "forged" => Jwt.Forge(_adminToken, "wrong key", Jwt.MeetKey),
            "user" => _userToken,
            _ => _adminToken,
        };

    private async Task SetModeAsync(string mode)
    {
        using var admin = _meet.NewBrowser().With("X-API-KEY", MeetApiFactory.ApiKey);
        using var answer = await admin.PutAsync(
            "/meet/api/v1/preferences/security",
            new { authentication = new { authMode = mode } }
        );
        answer.EnsureSuccessStatusCode();
    }
}
