using System.Net;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.WebApi.FunctionalTests.Access;

/// <summary>A page of another site cannot change anything with a browser's cookies.</summary>
public sealed class CsrfProtectionTests
{
    private const string Api = "/meet/api/v1";
    private const string Allowed = "https://allowed.example";
    private const string Base = "https://meet.example";
    private const string Forwarded = "https://forwarded.example";
    private const string Foreign = "https://foreign.example";

    /// <summary>Stands for the origin of the server's address.</summary>
    private const string Own = "own";

    private const string None = "none";

    private MeetApiFactory _meet = null!;
    private Browser _admin = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _meet = Start(("MEET_BASE_URL", Base), ("SERVER_CORS_ORIGIN", $"{Allowed},app://meet"));
        _admin = await _meet.SignInAsAdminAsync();
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        _admin.Dispose();
        await _meet.DisposeAsync();
    }

    [TestCase(null, null, true, Description = "Not sent by a browser")]
    [TestCase("same-origin", null, true)]
    [TestCase("same-origin", Own, true)]
    [TestCase("none", null, true, Description = "Entered by the user")]
    [TestCase("same-origin", Foreign, true, Description = "The browser compares, not the server")]
    [TestCase("same-site", null, false)]
    [TestCase("cross-site", null, false)]
    [TestCase("Same-Origin", null, false)]
    [TestCase("", null, false)]
    [TestCase("same-site", Foreign, false)]
    [TestCase("cross-site", Foreign, false)]
    [TestCase("same-site", Allowed, true)]
    [TestCase("cross-site", Allowed, true)]
    [TestCase("cross-site", Base, true)]
    [TestCase("cross-site", "null", false)]
    [TestCase(null, Allowed, true)]
    [TestCase(null, "app://meet", true)]
    [TestCase(null, Base, true)]
    [TestCase(null, Own, true)]
    [TestCase(null, Foreign, false)]
    [TestCase(null, "null", false)]
    [TestCase(null, "", false)]
    [TestCase(null, "http://allowed.example", false)]
    [TestCase(null, "https://allowed.example:8443", false)]
    [TestCase(null, "https://allowed.example.foreign.example", false)]
    [TestCase(null, "https://foreign.example/https://allowed.example", false)]
    [TestCase(null, "HTTPS://ALLOWED.EXAMPLE", false)]
    [TestCase(null, $"{Foreign} {Allowed}", false)]
    [TestCase(null, $"{Forwarded}", false)]
    public async Task A_change_with_a_cookie_depends_on_where_it_comes_from(
        string? site,
        string? origin,
        bool passes
    )
    {
        foreach (var (method, path, body) in Changes)
        {
            using var answer = await _admin.SendAsync(
                method,
                path,
                body,
                Headers(site, OriginOf(origin, _meet))
            );

            await ShouldBeAsync(answer, passes);
        }
    }

    [TestCase("*", null, Foreign, false)]
    [TestCase("*", "cross-site", Foreign, false)]
    [TestCase("*", null, "*", false)]
    [TestCase("*", null, Own, true)]
    [TestCase("*", "same-origin", Foreign, true)]
    [TestCase(None, null, Own, true)]
    [TestCase(None, null, Foreign, false)]
    public async Task All_origins_in_the_settings_allow_none_with_a_cookie(
        string allowed,
        string? site,
        string origin,
        bool passes
    )
    {
        await using var meet = Start(("SERVER_CORS_ORIGIN", allowed == None ? "" : allowed));
        using var admin = await meet.SignInAsAdminAsync();
        using var answer = await admin.SendAsync(
            HttpMethod.Post,
            $"{Api}/auth/refresh",
            body: null,
            Headers(site, OriginOf(origin, meet))
        );

        await ShouldBeAsync(answer, passes);
    }

    [TestCase("127.0.0.1", Forwarded, true)]
    [TestCase("127.0.0.1", "https://forwarded.example:443", false)]
    [TestCase("127.0.0.1", Own, false)]
    [TestCase("192.0.2.1", Forwarded, false)]
    [TestCase("192.0.2.1", Own, true)]
    public async Task A_forwarded_origin_counts_if_its_proxy_is_trusted(
        string trusted,
        string origin,
        bool passes
    )
    {
        await using var meet = Start(("MEET_TRUSTED_PROXIES", trusted));
        using var admin = await meet.SignInAsAdminAsync();
        using var answer = await admin.SendAsync(
            HttpMethod.Post,
            $"{Api}/auth/refresh",
            body: null,
            ("Origin", OriginOf(origin, meet)!),
            ("X-Forwarded-For", "203.0.113.1"),
            ("X-Forwarded-Proto", "https"),
            ("X-Forwarded-Host", "Forwarded.Example:443")
        );

        await ShouldBeAsync(answer, passes);
    }

    [TestCase(Browser.AccessCookie)]
    [TestCase(Browser.RefreshCookie)]
    [TestCase(Browser.ParticipantCookie)]
    public async Task Any_cookie_of_a_token_is_protected(string cookie)
    {
        using var browser = _meet.NewBrowser().WithCookie(cookie, "whatever");
        using var answer = await browser.SendAsync(
            HttpMethod.Post,
            $"{Api}/auth/logout",
            body: null,
            ("Origin", Foreign)
        );

        await ShouldBeAsync(answer, passes: false);
    }

    [Test]
    public async Task A_header_beside_a_cookie_does_not_switch_the_protection_off()
    {
        using var answer = await _admin.SendAsync(
            HttpMethod.Put,
            $"{Api}/preferences/appearance",
            new { },
            ("Origin", Foreign),
            ("Authorization", $"Bearer {_admin.Cookie(Browser.AccessCookie)}"),
            ("X-API-KEY", MeetApiFactory.ApiKey)
        );

        await ShouldBeAsync(answer, passes: false);
    }

    [TestCase("X-API-KEY")]
    [TestCase("Authorization")]
    public async Task A_request_without_cookies_needs_no_protection(string header)
    {
        var value =
            header == "X-API-KEY"
                ? MeetApiFactory.ApiKey
                : $"Bearer {_admin.Cookie(Browser.AccessCookie)}";
        using var browser = _meet.NewBrowser();
        using var answer = await browser.SendAsync(
            HttpMethod.Put,
            $"{Api}/preferences/appearance",
            new { },
            ("Origin", Foreign),
            ("Sec-Fetch-Site", "cross-site"),
            (header, value)
        );

        await ShouldBeAsync(answer, passes: true);
    }

    [TestCase("GET")]
    [TestCase("HEAD")]
    [TestCase("OPTIONS")]
    public async Task Reading_needs_no_protection(string method)
    {
        using var answer = await _admin.SendAsync(
            new HttpMethod(method),
            $"{Api}/preferences/security",
            body: null,
            ("Origin", Foreign),
            ("Sec-Fetch-Site", "cross-site")
        );

        Assert.That(answer.StatusCode, Is.Not.EqualTo(HttpStatusCode.Forbidden));
    }

    [Test]
    public async Task Without_a_valid_token_the_answer_is_401_whatever_the_origin()
    {
        using var browser = _meet.NewBrowser().WithCookie(Browser.AccessCookie, "expired");
        using var answer = await browser.SendAsync(
            HttpMethod.Put,
            $"{Api}/preferences/appearance",
            new { },
            ("Origin", Foreign)
        );

        await answer.ShouldBeErrorAsync(HttpStatusCode.Unauthorized, "Unauthorized");
    }

    [Test]
    public async Task The_body_of_a_refused_request_is_not_read()
    {
        using var client = await RawConnection.OpenAsync(_meet.Address);
        await client.SendAsync(
            $"PUT {Api}/preferences/appearance HTTP/1.1\r\nHost: localhost\r\nOrigin: {Foreign}\r\n"
                + $"Cookie: {Browser.AccessCookie}={_admin.Cookie(Browser.AccessCookie)}\r\n"
                + "Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n"
        );

        var answer = await client.ReadUntilAsync("\r\n\r\n");

        Assert.That(answer, Does.StartWith("HTTP/1.1 403"));
    }

    private static (HttpMethod Method, string Path, object? Body)[] Changes =>
        [
            (HttpMethod.Put, $"{Api}/preferences/appearance", new { }),
            (HttpMethod.Delete, $"{Api}/recordings?recordingIds=a--EG_b--c", null),
        ];

    private static MeetApiFactory Start(params (string Name, string Value)[] settings) =>
        new(settings.ToDictionary(setting => setting.Name, setting => setting.Value));

    private static string? OriginOf(string? origin, MeetApiFactory meet) =>
        origin == Own ? meet.Address.GetLeftPart(UriPartial.Authority) : origin;

    private static (string, string)[] Headers(string? site, string? origin) =>
        [
            .. site is null ? Array.Empty<(string, string)>() : [("Sec-Fetch-Site", site)],
            .. origin is null ? Array.Empty<(string, string)>() : [("Origin", origin)],
        ];

    private static async Task ShouldBeAsync(HttpResponseMessage answer, bool passes)
    {
        if (passes)
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        else
            await answer.ShouldBeErrorAsync(
                HttpStatusCode.Forbidden,
                "Insufficient permissions to access this resource",
                "Authentication Error"
            );
    }
}
