using System.Net;
using Microsoft.IdentityModel.Tokens;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.WebApi.FunctionalTests.Access;

/// <summary>No kind of token is good in the place of another, whatever it says.</summary>
public sealed class TokenKindTests
{
    private const string Stream = "/meet/internal-api/v1/recordings/demo--EG_demo--clock/stream";
    private const string Renew = "/meet/api/v1/auth/refresh";

    /// <summary>Each operation that needs a credential: method, path, and the cookies that it takes.</summary>
    private static readonly (string Method, string Path, string[] Cookies)[] Protected =
    [
        ("GET", Stream, [Browser.AccessCookie]),
        ("HEAD", Stream, [Browser.AccessCookie]),
        ("GET", "/meet/api/v1/auth/profile", [Browser.AccessCookie]),
        ("POST", "/meet/api/v1/rooms", [Browser.AccessCookie]),
        ("GET", "/meet/api/v1/rooms", [Browser.AccessCookie]),
        ("GET", "/meet/api/v1/rooms/ROOM", [Browser.AccessCookie, Browser.ParticipantCookie]),
        ("PUT", "/meet/api/v1/preferences/security", [Browser.AccessCookie]),
        (
            "DELETE",
            "/meet/internal-api/v1/participants/admin?roomName=ROOM",
            [Browser.ParticipantCookie]
        ),
        ("POST", Renew, [Browser.RefreshCookie]),
    ];

    private MeetApiFactory _meet = null!;
    private TestRoom _room = null!;
    private Dictionary<string, string> _tokens = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _meet = new MeetApiFactory();
        _room = await _meet.CreateRoomAsync();
        using var admin = await _meet.SignInAsAdminAsync();
        // The attack itself: a participant under the name of the administrator, as moderator.
        using var joined = await admin.RequestTokenAsync(_room, "admin", _room.ModeratorSecret);
        joined.EnsureSuccessStatusCode();
        _tokens = new[]
        {
            Browser.AccessCookie,
            Browser.RefreshCookie,
            Browser.ParticipantCookie,
        }.ToDictionary(name => name, name => admin.Cookie(name)!);
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await _meet.DisposeAsync();

    private static IEnumerable<TestCaseData> EveryPairAndOperation() =>
        from place in new[]
        {
            Browser.AccessCookie,
            Browser.RefreshCookie,
            Browser.ParticipantCookie,
        }
        from kind in new[]
        {
            Browser.AccessCookie,
            Browser.RefreshCookie,
            Browser.ParticipantCookie,
        }
        where kind != place
        from operation in Protected
        select new TestCaseData(kind, place, operation.Method, operation.Path).SetArgDisplayNames(
            kind,
            place,
            operation.Method,
            operation.Path
        );

    [TestCaseSource(nameof(EveryPairAndOperation))]
    public async Task A_token_in_the_place_of_another_kind_is_refused(
        string kind,
        string place,
        string method,
        string path
    )
    {
        using var browser = _meet.NewBrowser().WithCookie(place, _tokens[kind]);

        using var answer = await SendAsync(browser, method, path);

        Assert.That(answer.StatusCode, Is.EqualTo(Refusal(path)));
    }

    [Test]
    public async Task A_participant_named_admin_gains_nothing_anywhere()
    {
        using var attacker = _meet
            .NewBrowser()
            .WithCookie(Browser.AccessCookie, _tokens[Browser.ParticipantCookie])
            .WithCookie(Browser.RefreshCookie, _tokens[Browser.ParticipantCookie]);

        foreach (var (method, path, _) in Protected)
        {
            using var answer = await SendAsync(attacker, method, path);
            Assert.That(answer.StatusCode, Is.EqualTo(Refusal(path)), $"{method} {path}");
        }
    }

    [Test]
    public async Task Each_operation_takes_its_own_token()
    {
        foreach (var (method, path, cookies) in Protected.Where(o => o.Path != Renew))
        {
            foreach (var cookie in cookies)
            {
                using var browser = _meet.NewBrowser().WithCookie(cookie, _tokens[cookie]);
                using var answer = await SendAsync(browser, method, path);
                Assert.That(
                    answer.StatusCode,
                    Is.Not.EqualTo(HttpStatusCode.Unauthorized),
                    $"{method} {path} {cookie}"
                );
            }
        }
    }

    [Test]
    public async Task Only_an_access_token_that_is_right_in_everything_is_good()
    {
        var past = _meet.Clock.GetUtcNow().UtcDateTime.AddHours(-1);
        var future = _meet.Clock.GetUtcNow().UtcDateTime.AddMinutes(1);
        var unsigned = Base64UrlEncoder.Encode("""{"alg":"none","typ":"JWT"}""");
        var good = TokenForge.Access(_meet);
        Dictionary<string, string> forged = new()
        {
            ["another key"] = TokenForge.Access(_meet, key: new string('x', 64)),
            ["LiveKit's key"] = TokenForge.Access(_meet, key: MeetApiFactory.LiveKitApiSecret),
            ["another algorithm"] = TokenForge.Access(
                _meet,
                algorithm: SecurityAlgorithms.HmacSha512
            ),
            ["no algorithm"] = $"{unsigned}.{good.Split('.')[1]}.",
            ["no expiry"] = TokenForge.Access(_meet, token => token.Expires = null),
            ["no beginning"] = TokenForge.Access(_meet, token => token.NotBefore = null),
            ["expired"] = TokenForge.Access(
                _meet,
                token => (token.NotBefore, token.Expires) = (past, past.AddMinutes(1))
            ),
            ["not begun"] = TokenForge.Access(_meet, token => token.NotBefore = future),
            ["another audience"] = TokenForge.Access(
                _meet,
                token => token.Audience = "openvidu-meet:refresh"
            ),
            ["another issuer"] = TokenForge.Access(_meet, token => token.Issuer = "somebody"),
            ["another type"] = TokenForge.Access(_meet, token => token.Claims["type"] = "refresh"),
            ["an unknown role"] = TokenForge.Access(_meet, token => token.Claims["role"] = "root"),
            ["garbage"] = "garbage",
        };

        Assert.That(await ProfileStatusAsync(good), Is.EqualTo(HttpStatusCode.OK));
        foreach (var (fault, token) in forged)
        {
            Assert.That(
                await ProfileStatusAsync(token),
                Is.EqualTo(HttpStatusCode.Unauthorized),
                fault
            );
        }
    }

    private async Task<HttpStatusCode> ProfileStatusAsync(string token)
    {
        using var browser = _meet.NewBrowser().WithCookie(Browser.AccessCookie, token);
        using var answer = await browser.GetAsync("/meet/api/v1/auth/profile");
        return answer.StatusCode;
    }

    private Task<HttpResponseMessage> SendAsync(Browser browser, string method, string path)
    {
        // A room's creation may need no sign-in at all, which is decided once the request is known to be valid.
        var expirationDate = _meet.Clock.GetUtcNow().AddDays(1).ToUnixTimeMilliseconds();
        var body = method is "POST" or "PUT" ? new { expirationDate } : null;
        var target = path.Replace("ROOM", _room.Name, StringComparison.Ordinal);
        return browser.SendAsync(new HttpMethod(method), target, body);
    }

    /// <summary>The client tells a bad refresh token from a missing sign-in by 400.</summary>
    private static HttpStatusCode Refusal(string path) =>
        path == Renew ? HttpStatusCode.BadRequest : HttpStatusCode.Unauthorized;
}
