using System.Net;
using System.Text.Json;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.WebApi.FunctionalTests.Access;

/// <summary>Clients without cookies send tokens in headers.</summary>
public sealed class TokensInHeadersTests
{
    private const string Api = "/meet/api/v1";
    private const string Auth = $"{Api}/auth";
    private const string Internal = "/meet/internal-api/v1";
    private const string Authorization = "Authorization";
    private const string ParticipantHeader = "X-Participant-Token";
    private const string RefreshHeader = "X-Refresh-Token";

    private MeetApiFactory _meet = null!;

    [SetUp]
    public void Start() => _meet = new MeetApiFactory();

    [TearDown]
    public async Task StopAsync() => await _meet.DisposeAsync();

    [Test]
    public async Task An_app_signs_in_renews_its_session_and_signs_out_without_cookies()
    {
        using var app = _meet.NewBrowser();
        using var signedIn = await SignInAsync(app, "body");
        var first = await signedIn.ReadJsonAsync();
        using var renewed = await app.SendAsync(
            HttpMethod.Post,
            $"{Auth}/refresh",
            body: null,
            (RefreshHeader, Text(first, "refreshToken"))
        );
        var second = await renewed.ReadJsonAsync();
        var access = Bearer(Text(second, "accessToken"));
        using var profile = await app.SendAsync(
            HttpMethod.Get,
            $"{Auth}/profile",
            body: null,
            access
        );
        using var signedOut = await app.SendAsync(
            HttpMethod.Post,
            $"{Auth}/logout",
            body: null,
            (RefreshHeader, Text(second, "refreshToken"))
        );
        using var after = await app.SendAsync(
            HttpMethod.Get,
            $"{Auth}/profile",
            body: null,
            access
        );

        Assert.That(first.GetProperty("expiresIn").GetInt32(), Is.EqualTo(2 * 3600));
        Assert.That(signedIn.Headers.Contains("Set-Cookie"), Is.False);
        Assert.That(renewed.Headers.Contains("Set-Cookie"), Is.False);
        Assert.That(Text(second, "accessToken"), Is.Not.EqualTo(Text(first, "accessToken")));
        Assert.That(Text((await profile.ReadJsonAsync()), "username"), Is.EqualTo("admin"));
        Assert.That(signedOut.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(after.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [TestCase("cookie")]
    [TestCase(null)]
    public async Task A_browser_gets_no_token_that_scripts_can_read(string? delivery)
    {
        using var browser = _meet.NewBrowser();
        using var signedIn = await SignInAsync(browser, delivery);
        using var renewed = await browser.PostAsync($"{Auth}/refresh");

        foreach (var answer in new[] { signedIn, renewed })
        {
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            var body = await answer.ReadJsonAsync();
            Assert.That(
                body.EnumerateObject().Select(property => property.Name),
                Is.EqualTo(new[] { "message" })
            );
            Assert.That(answer.Headers.GetValues("Set-Cookie").Count(), Is.EqualTo(2));
        }
    }

    [Test]
    public async Task An_unknown_way_to_return_tokens_is_invalid()
    {
        using var app = _meet.NewBrowser();
        using var answer = await SignInAsync(app, "url");

        Assert.That((int)answer.StatusCode, Is.EqualTo(422));
        Assert.That(answer.Headers.Contains("Set-Cookie"), Is.False);
    }

    [Test]
    public async Task Every_operation_takes_an_access_token_in_the_header()
    {
        using var admin = await _meet.SignInAsAdminAsync();
        using var app = _meet
            .NewBrowser()
            .With(Authorization, Bearer(admin.Cookie(Browser.AccessCookie)!).Value);
        var room = await _meet.CreateRoomAsync();
        var (stream, _) = await _meet.AddRecordingAsync(size: 10);
        using var prefer = await app.PutAsync(
            $"{Api}/preferences/security",
            new { authentication = new { authMode = "all_users" } }
        );
        using var join = await app.RequestTokenAsync(room, "Alice", room.PublisherSecret);

        Assert.That(prefer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(join.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        foreach (var path in new[] { $"{Api}/rooms", $"{Api}/recordings", stream })
        {
            using var answer = await app.GetAsync(path);
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK), path);
        }
    }

    [Test]
    public async Task A_moderator_without_cookies_moderates_and_refreshes_the_token()
    {
        var room = await _meet.CreateRoomAsync();
        using var app = _meet.NewBrowser();
        using var joined = await app.RequestTokenAsync(room, "Alice", room.ModeratorSecret);
        var token = Text(await joined.ReadJsonAsync(), "token");
        using var other = _meet.NewBrowser().With(ParticipantHeader, token);
        using var bob = await _meet.EnterAsync(room, "Bob");

        using var read = await other.GetAsync($"{Api}/rooms/{room.Name}");
        using var again = await other.RequestTokenAsync(room, "Alice", room.ModeratorSecret);
        using var tooEarly = await other.RefreshTokenAsync(room, "Alice", room.ModeratorSecret);
        using var removed = await other.DisconnectAsync(room, "Bob");
        _meet.Clock.Advance(TimeSpan.FromHours(6) + TimeSpan.FromMinutes(1));
        using var refreshed = await other.RefreshTokenAsync(room, "Alice", room.ModeratorSecret);

        Assert.That(read.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(again.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(again.Headers.Contains("Set-Cookie"), Is.False);
        await tooEarly.ShouldBeErrorAsync(
            HttpStatusCode.Conflict,
            "Participant token is still valid"
        );
        Assert.That(removed.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That(refreshed.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(refreshed.Headers.Contains("Set-Cookie"), Is.False);
    }

    [TestCase("Bearer bad")]
    [TestCase("bearer bad")]
    [TestCase("Bearer")]
    [TestCase("Bearer ")]
    public async Task A_bad_access_token_in_the_header_is_not_rescued_by_the_cookie(string header)
    {
        using var browser = await _meet.SignInAsAdminAsync();
        using var answer = await browser.With(Authorization, header).GetAsync($"{Auth}/profile");

        await answer.ShouldBeErrorAsync(HttpStatusCode.Unauthorized, "Unauthorized");
        Assert.That(
            answer.Headers.WwwAuthenticate.Select(challenge => challenge.ToString()),
            Is.EqualTo(new[] { "Bearer error=\"invalid_token\"" })
        );
    }

    [TestCase("bad")]
    [TestCase("")]
    public async Task A_bad_participant_token_in_the_header_is_not_rescued_by_the_cookie(
        string header
    )
    {
        var room = await _meet.CreateRoomAsync();
        using var browser = await _meet.EnterAsync(room);
        using var removed = await browser.SendAsync(
            HttpMethod.Delete,
            $"{Internal}/participants/Bob?roomName={room.Name}",
            body: null,
            (ParticipantHeader, header)
        );
        using var refreshed = await browser.SendAsync(
            HttpMethod.Post,
            $"{Internal}/participants/token/refresh",
            new
            {
                roomName = room.Name,
                participantName = "Moderator",
                secret = room.ModeratorSecret,
            },
            (ParticipantHeader, header)
        );

        Assert.That(removed.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
        await refreshed.ShouldBeErrorAsync(
            HttpStatusCode.NotFound,
            "Participant not found in the room"
        );
    }

    [Test]
    public async Task A_token_in_the_header_counts_instead_of_the_cookie()
    {
        using var user = await _meet.SignInAsUserAsync();
        using var browser = await _meet.SignInAsAdminAsync();
        using var profile = await browser.SendAsync(
            HttpMethod.Get,
            $"{Auth}/profile",
            body: null,
            Bearer(user.Cookie(Browser.AccessCookie)!)
        );
        using var signedOut = await browser.SendAsync(
            HttpMethod.Post,
            $"{Auth}/logout",
            body: null,
            Bearer(user.Cookie(Browser.AccessCookie)!),
            (RefreshHeader, user.Cookie(Browser.RefreshCookie)!)
        );
        using var own = await browser.GetAsync($"{Auth}/profile");
        using var others = await user.GetAsync($"{Auth}/profile");

        Assert.That(Text(await profile.ReadJsonAsync(), "username"), Is.EqualTo("user"));
        Assert.That(signedOut.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(own.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(others.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [Test]
    public async Task A_password_for_a_reverse_proxy_leaves_the_cookie_in_force()
    {
        using var browser = await _meet.SignInAsAdminAsync();
        using var answer = await browser
            .With(Authorization, "Basic dXNlcjpwYXNzd29yZA==")
            .GetAsync($"{Auth}/profile");

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task No_header_accepts_a_token_of_another_kind()
    {
        var room = await _meet.CreateRoomAsync();
        using var admin = await _meet.SignInAsAdminAsync();
        using var joined = await admin.RequestTokenAsync(room, "admin", room.ModeratorSecret);
        var tokens = new[]
        {
            Browser.AccessCookie,
            Browser.RefreshCookie,
            Browser.ParticipantCookie,
        }.ToDictionary(kind => kind, kind => admin.Cookie(kind)!);
        using var app = _meet.NewBrowser();

        foreach (var (kind, token) in tokens)
        {
            using var profile = await app.SendAsync(
                HttpMethod.Get,
                $"{Auth}/profile",
                body: null,
                Bearer(token)
            );
            using var removed = await app.SendAsync(
                HttpMethod.Delete,
                $"{Internal}/participants/Bob?roomName={room.Name}",
                body: null,
                (ParticipantHeader, token)
            );
            using var refreshed = await app.SendAsync(
                HttpMethod.Post,
                $"{Auth}/refresh",
                body: null,
                (RefreshHeader, token)
            );

            Assert.That(
                profile.StatusCode == HttpStatusCode.OK,
                Is.EqualTo(kind == Browser.AccessCookie)
            );
            Assert.That(
                removed.StatusCode != HttpStatusCode.Unauthorized,
                Is.EqualTo(kind == Browser.ParticipantCookie)
            );
            Assert.That(
                refreshed.StatusCode == HttpStatusCode.OK,
                Is.EqualTo(kind == Browser.RefreshCookie)
            );
        }
    }

    [TestCase("GET", $"{Auth}/profile")]
    [TestCase("DELETE", $"{Internal}/participants/Bob?roomName=demo")]
    public async Task An_answer_401_names_the_scheme_once_and_browsers_show_no_dialog(
        string method,
        string path
    )
    {
        using var browser = _meet.NewBrowser();
        using var answer = await browser.SendAsync(new HttpMethod(method), path);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That(
            answer.Headers.WwwAuthenticate.Select(challenge => challenge.ToString()),
            Is.EqualTo(new[] { "Bearer" })
        );
    }

    private static Task<HttpResponseMessage> SignInAsync(Browser browser, string? delivery) =>
        browser.PostAsync(
            $"{Auth}/login",
            new Dictionary<string, string>
            {
                ["username"] = "admin",
                ["password"] = "admin",
                [delivery is null ? "unknown" : "tokenDelivery"] = delivery ?? "",
            }
        );

    private static (string Name, string Value) Bearer(string token) =>
        (Authorization, $"Bearer {token}");

    private static string Text(JsonElement body, string property) =>
        body.GetProperty(property).GetString()!;
}
