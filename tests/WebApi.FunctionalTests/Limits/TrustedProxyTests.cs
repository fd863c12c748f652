using OpenViduMeet.TestSupport;

namespace OpenViduMeet.WebApi.FunctionalTests.Limits;

/// <summary>Which forwarded addresses are trusted.</summary>
public sealed class TrustedProxyTests
{
    private const string Login = "/meet/api/v1/auth/login";
    private const int Limit = 20;

    private static readonly string[] Others = ["10.0.0.0/8, 2001:db8::/32", ""];

    [TestCaseSource(nameof(Others))]
    public async Task A_forwarded_address_from_an_untrusted_sender_is_ignored(string trusted)
    {
        await using var meet = Trusting(trusted);
        for (var tries = 0; tries < Limit; tries++)
            await SignInAsync(meet, "wrong", $"203.0.113.{tries}");
        Assert.That(await SignInAsync(meet, "user", "203.0.113.99"), Is.EqualTo(429));
    }

    [Test]
    public async Task The_frameworks_own_switch_does_not_trust_every_sender()
    {
        await using var meet = new MeetApiFactory(
            new Dictionary<string, string> { ["FORWARDEDHEADERS_ENABLED"] = "true" }
        );
        for (var tries = 0; tries < Limit; tries++)
            await SignInAsync(meet, "wrong", $"203.0.113.{tries}");
        Assert.That(await SignInAsync(meet, "user", "203.0.113.99"), Is.EqualTo(429));
    }

    [TestCase("127.0.0.1")]
    [TestCase("127.0.0.0/8")]
    [TestCase("192.0.2.1, ::ffff:127.0.0.1")]
    public async Task An_address_that_a_client_adds_on_the_left_is_ignored(string trusted)
    {
        await using var meet = Trusting(trusted);
        for (var tries = 0; tries < Limit; tries++)
            await SignInAsync(meet, "wrong", $"198.51.100.{tries}, 203.0.113.1");
        Assert.That(await SignInAsync(meet, "user", "198.51.100.99, 203.0.113.1"), Is.EqualTo(429));
        Assert.That(await SignInAsync(meet, "user", "203.0.113.1, 203.0.113.2"), Is.EqualTo(200));
    }

    [Test]
    public async Task The_first_untrusted_address_of_a_chain_is_the_client()
    {
        await using var meet = Trusting("127.0.0.1, 10.0.0.0/8");
        for (var tries = 0; tries < Limit; tries++)
            await SignInAsync(meet, "wrong", $"203.0.113.1, 10.1.1.{tries}, 10.2.2.2");
        Assert.That(await SignInAsync(meet, "user", "203.0.113.1"), Is.EqualTo(429));
        Assert.That(await SignInAsync(meet, "user", "203.0.113.2, 10.2.2.2"), Is.EqualTo(200));
    }

    [TestCase("127.0.0.1", "https", true)]
    [TestCase("127.0.0.1", "http", false)]
    [TestCase("", "https", false)]
    public async Task Cookies_are_Secure_when_a_trusted_proxy_was_called_over_https(
        string trusted,
        string scheme,
        bool secure
    )
    {
        await using var meet = Trusting(trusted);
        using var browser = meet.NewBrowser().With("X-Forwarded-Proto", scheme);
        using var answer = await browser.PostAsync(
            Login,
            new { username = "user", password = "user" }
        );
        var cookies = answer.Headers.GetValues("Set-Cookie").ToList();
        Assert.That(
            cookies.Select(cookie =>
                cookie.Contains("; secure", StringComparison.OrdinalIgnoreCase)
            ),
            Is.Not.Empty.And.All.EqualTo(secure)
        );
    }

    [TestCase("meet.example.com", "https://meet.example.com/room/")]
    [TestCase("evil.example.com", "http://localhost:6080/room/")]
    public async Task Room_links_use_the_forwarded_host_if_it_is_allowed(string host, string link)
    {
        await using var meet = new MeetApiFactory(
            new Dictionary<string, string>
            {
                ["MEET_TRUSTED_PROXIES"] = "127.0.0.1",
                ["MEET_ALLOWED_HOSTS"] = "meet.example.com",
            }
        );
        using var browser = meet.NewBrowser()
            .With("X-API-KEY", MeetApiFactory.ApiKey)
            .With("X-Forwarded-Proto", "https")
            .With("X-Forwarded-Host", host);
        using var answer = await browser.GetAsync("/meet/api/v1/rooms/demo");
        var room = await answer.ReadJsonAsync();
        Assert.That(room.GetProperty("publisherRoomUrl").GetString(), Does.StartWith(link));
    }

    private static MeetApiFactory Trusting(string proxies) =>
        new(new Dictionary<string, string> { ["MEET_TRUSTED_PROXIES"] = proxies });

    private static async Task<int> SignInAsync(MeetApiFactory meet, string password, string from)
    {
        using var browser = meet.NewBrowser().With("X-Forwarded-For", from);
        using var answer = await browser.PostAsync(Login, new { username = "user", password });
        return (int)answer.StatusCode;
    }
}
