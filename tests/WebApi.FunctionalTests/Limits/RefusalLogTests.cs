using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenViduMeet.TestSupport;
using OpenViduMeet.TestSupport.LiveKit;

namespace OpenViduMeet.WebApi.FunctionalTests.Limits;

/// <summary>Repeated refusals because of a wrong setting are logged, but not each of them.</summary>
public sealed class RefusalLogTests
{
    private static readonly string Body = LiveKitWebhooks.RoomStarted("of-others").ToJsonString();

    private LogLines _log = null!;
    private MeetApiFactory _meet = null!;

    private IEnumerable<string> Warnings =>
        _log.All.Where(line => line.Level == LogLevel.Warning).Select(line => line.Text);

    [SetUp]
    public void Start()
    {
        _log = new LogLines();
        _meet = new MeetApiFactory(
            new Dictionary<string, string> { ["MEET_TRUSTED_PROXIES"] = "127.0.0.1" },
            services => services.AddSingleton<ILoggerProvider>(_log)
        );
    }

    [TearDown]
    public async Task StopAsync()
    {
        await _meet.DisposeAsync();
        _log.Dispose();
    }

    [Test]
    public async Task Refused_webhooks_are_logged_once_a_minute_with_their_number()
    {
        using var webhooks = new LiveKitWebhooks(_meet.Address, _meet.Clock);
        var others = new LiveKitCredentials(MeetApiFactory.LiveKitApiKey, "another-secret");
        var signature = webhooks.Authorize(Body, credentials: others);

        for (var sent = 0; sent < 5; sent++)
            (await webhooks.SendAsync(Body, signature)).Dispose();
        var first = Warnings.ToList();
        _meet.Clock.Advance(TimeSpan.FromMinutes(1));
        (await webhooks.SendAsync(Body, signature)).Dispose();

        Assert.That(first, Has.Count.EqualTo(1));
        Assert.That(
            first[0],
            Does.Contain("LIVEKIT_API_KEY").And.Contain("LIVEKIT_API_SECRET").And.Contain("1 ")
        );
        Assert.That(Warnings.ToList(), Has.Count.EqualTo(2));
        Assert.That(Warnings.Last(), Does.Contain("5 "));
        Assert.That(string.Join('\n', Warnings), Does.Not.Contain(signature.Split('.')[1]));
    }

    [Test]
    public async Task Wrong_API_keys_are_logged_once_a_minute_without_the_key()
    {
        using var browser = _meet.NewBrowser().With("X-API-KEY", "not-the-key");
        for (var sent = 0; sent < 5; sent++)
            (await browser.GetAsync("/meet/api/v1/rooms")).Dispose();

        Assert.That(Warnings.ToList(), Has.Count.EqualTo(1));
        Assert.That(Warnings.Single(), Does.Contain("X-API-KEY").And.Not.Contain("not-the-key"));
    }

    [Test]
    public async Task A_join_a_refresh_and_a_refused_sign_in_are_logged_with_the_clients_address()
    {
        var room = await _meet.CreateRoomAsync();
        using var browser = _meet.NewBrowser().With("X-Forwarded-For", "203.0.113.7");
        (await browser.RequestTokenAsync(room, "Alice", room.ModeratorSecret)).Dispose();
        (await browser.RefreshTokenAsync(room, "Alice", room.ModeratorSecret)).Dispose();
        (await browser.DisconnectAsync(room, "Bob")).Dispose();
        (
            await browser.PostAsync(
                "/meet/api/v1/auth/login",
                new { username = "admin", password = "wrong" }
            )
        ).Dispose();

        var lines = _log
            .All.Where(line => line.Text.Contains("203.0.113.7", StringComparison.Ordinal))
            .ToList();
        Assert.That(lines.Select(line => line.Level), Is.All.EqualTo(LogLevel.Information));
        Assert.That(
            lines.Select(line => line.Text.Split(':')[0]),
            Is.EqualTo(
                new[]
                {
                    "GenerateParticipantToken",
                    "RefreshParticipantToken",
                    "DisconnectParticipant",
                    "SignIn",
                }
            )
        );
        Assert.That(string.Join('\n', lines), Does.Not.Contain(room.ModeratorSecret));
    }
}
