using System.Net;
using System.Text.Json.Nodes;
using OpenViduMeet.TestSupport;
using OpenViduMeet.TestSupport.LiveKit;
using OpenViduMeet.TestSupport.Webhooks;
using OpenViduMeet.WebApi.FunctionalTests.LiveKit;

namespace OpenViduMeet.WebApi.FunctionalTests.Telemetry;

/// <summary>A test of a server on which everything happens that is measured.</summary>
public abstract class BusyServerTests : RecordingTests
{
    private const string Bob = "Bob";
    private const string Login = "/meet/api/v1/auth/login";

    private WebhookReceiverDouble _receiver = null!;

    [TearDown]
    public async Task StopReceiverAsync() => await _receiver.DisposeAsync();

    protected override async Task<IReadOnlyDictionary<string, string>> MoreSettingsAsync()
    {
        _receiver = await WebhookReceiverDouble.StartAsync();
        return new Dictionary<string, string>
        {
            ["MEET_WEBHOOK_ENABLED"] = "true",
            ["MEET_WEBHOOK_URL"] = _receiver.Url.ToString(),
            ["MEET_WEBHOOK_ALLOW_PRIVATE"] = "true",
            ["MEET_FAILURES_PER_MINUTE"] = "2",
        };
    }

    /// <summary>Lets everything happen that is measured, and then LiveKit fail.</summary>
    private protected async Task<Scrape> ScrapeAfterEverythingAsync()
    {
        var (room, moderator, recording) = await RecordAsync();
        using (moderator)
        {
            using var stopped = await moderator.PutAsync($"{Recordings}/{recording}");
            await CompleteAsync();
            await FailToRecordAsync(moderator, room);
            await DisconnectAndEvictAsync(moderator, room);
        }

        await WatchAndDeleteAsync(recording);
        await BeRefusedAsync();
        await Eventually.HoldsAsync(() => _receiver.Received.Count >= 3, "webhooks are delivered");

        // Stopping the double would end the metrics of its kind in this process, and so the server's too.
        LiveKit.InjectFault(LiveKitFault.DropConnection);
        GC.Collect();
        // What the database said before is too old then.
        Meet.Clock.Advance(AMinute);
        using var browser = Meet.NewBrowser();
        Scrape? scrape = null;
        await Eventually.HoldsAsync(
            async () =>
            {
                using var refused = await browser.RequestTokenAsync(
                    room,
                    "Carol",
                    room.PublisherSecret
                );
                scrape = await Scrape.OfAsync(Meet);
                return scrape.Sum("meet_livekit_circuit_open") > 0;
            },
            "the circuit is open"
        );
        return scrape!;
    }

    private async Task FailToRecordAsync(Browser moderator, TestRoom room)
    {
        using var started = await PassTimeUntilAsync(StartAsync(moderator, room));
        Assert.That(started.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        var egress = LiveKit.State.Egresses[^1];
        LiveKit.State.Move(egress.Id, "EGRESS_FAILED", error: "disk full");
        await TellAsync(LiveKitWebhooks.EgressChanged(LiveKit.State.Egresses[^1]));
    }

    /// <summary>Bob joins, is disconnected, and comes back with his old token.</summary>
    private async Task DisconnectAndEvictAsync(Browser moderator, TestRoom room)
    {
        using var bob = await Meet.EnterAsync(room, Bob, room.PublisherSecret);
        var token = bob.Cookie(Browser.ParticipantCookie)!;
        await JoinAsync(token);
        using var kicked = await moderator.DisconnectAsync(room, Bob);
        Assert.That(kicked.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        await JoinAsync(token);
        var left = Joined(LiveKit.State.JoinWith(token));
        left["event"] = "participant_left";
        await TellAsync(left);
    }

    private Task JoinAsync(string token) => TellAsync(Joined(LiveKit.State.JoinWith(token)));

    private JsonObject Joined(LiveKitRoom room)
    {
        var bob = LiveKit.State.ParticipantsOf(room.Name).Single(person => person.Identity == Bob);
        var happened = LiveKitWebhooks.ParticipantJoined(room, bob);
        happened["participant"]!["joinedAtMs"] =
            $"{Meet.Clock.GetUtcNow().ToUnixTimeMilliseconds()}";
        return happened;
    }

    private async Task WatchAndDeleteAsync(string recording)
    {
        using var admin = await Meet.SignInAsAdminAsync();
        using var watched = await admin.GetAsync(
            $"/meet/internal-api/v1/recordings/{recording}/stream"
        );
        Assert.That(watched.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        using var deleted = await admin.DeleteAsync($"{Recordings}/{recording}");
        Assert.That((int)deleted.StatusCode, Is.LessThan(300));
    }

    private async Task BeRefusedAsync()
    {
        using var stranger = Meet.NewBrowser().With("X-API-KEY", "wrong-key");
        (await stranger.GetAsync("/meet/api/v1/rooms")).Dispose();
        for (var times = 0; times < 4; times++)
            (
                await stranger.PostAsync(Login, new { username = "user", password = "wrong" })
            ).Dispose();
    }
}
