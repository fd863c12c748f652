using System.Text.Json;
using OpenViduMeet.TestSupport;
using OpenViduMeet.TestSupport.LiveKit;
using OpenViduMeet.TestSupport.Webhooks;
using OpenViduMeet.WebApi.FunctionalTests.LiveKit;

namespace OpenViduMeet.WebApi.FunctionalTests.Webhooks;

/// <summary>What a receiver of webhooks gets, over real HTTP.</summary>
public sealed class OutgoingWebhookTests : RecordingTests
{
    private const string Preferences = "/meet/api/v1/preferences/webhooks";

    private static readonly TimeSpan AMoment = TimeSpan.FromSeconds(5);

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
            ["MEET_BASE_URL"] = "https://meet.test",
        };
    }

    [Test]
    public async Task Changes_of_a_recording_are_sent_in_order_and_signed_in_the_APIs_format()
    {
        var (_, moderator, id) = await RecordAsync();
        await StopAsync(moderator, id);
        await CompleteAsync("whole media");
        await UntilReceivedAsync("recordingStarted", "recordingUpdated", "recordingEnded");

        Assert.That(
            _receiver.Received.Select(received => received.IsSignedWith(MeetApiFactory.ApiKey)),
            Is.All.True
        );
        Assert.That(_receiver.Received.Select(received => received.DeliveryId), Is.Unique);
        var ended = _receiver.Received[^1];
        Assert.That(ended.Target, Is.EqualTo("POST /hook"));
        Assert.That(
            ended.Json.EnumerateObject().Select(property => property.Name),
            Is.EqualTo(["event", "creationDate", "data"])
        );
        Assert.That(ended.Json.GetProperty("creationDate").GetInt64(), Is.Positive);
        Assert.That(JsonElement.DeepEquals(ended.Data, await GetAsync(id)));
        Assert.That(
            _receiver.Received.SelectMany(received => received.Json.Nulls()),
            Is.Empty,
            "What is not known is left out"
        );
        Assert.That(ended.Data.GetProperty("size").GetInt64(), Is.EqualTo(11));
        Assert.That(ended.Data.GetProperty("duration").GetDouble(), Is.EqualTo(12.5));
        moderator.Dispose();
    }

    [Test]
    public async Task The_end_of_a_meeting_is_sent_once_with_the_room_in_the_APIs_format()
    {
        var room = await Meet.CreateRoomAsync();
        var finished = LiveKitWebhooks.RoomFinished(room.Name);
        await TellAsync(finished);
        await TellAsync((System.Text.Json.Nodes.JsonObject)finished.DeepClone());
        await TellAsync(LiveKitWebhooks.RoomFinished("of-others"));

        await UntilReceivedAsync("roomFinished");

        using var admin = await Meet.SignInAsAdminAsync();
        using var shown = await admin.GetAsync($"/meet/api/v1/rooms/{room.Name}");
        Assert.That(
            JsonElement.DeepEquals(_receiver.Received.Single().Data, await shown.ReadJsonAsync())
        );
        Assert.That(await DeliveriesAsync(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task The_removal_of_a_room_is_sent_once()
    {
        var room = await Meet.CreateRoomAsync();
        using var admin = await Meet.SignInAsAdminAsync();

        (await admin.DeleteAsync($"/meet/api/v1/rooms/{room.Name}")).Dispose();
        await TellAsync(LiveKitWebhooks.RoomFinished(room.Name));
        await UntilReceivedAsync("roomFinished");

        Assert.That(
            _receiver.Received.Single().Data.GetProperty("roomName").GetString(),
            Is.EqualTo(room.Name)
        );
        Assert.That(await DeliveriesAsync(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task The_expiry_of_a_room_is_sent_once()
    {
        var room = await Meet.CreateRoomAsync();
        Meet.Clock.Advance(TimeSpan.FromDays(1));
        await TellAsync(LiveKitWebhooks.RoomFinished(room.Name));

        await PassTimeUntilAsync(
            TimeSpan.FromSeconds(20),
            () => _receiver.Received.Count > 0,
            "its removal is told"
        );
        Assert.That(await DeliveriesAsync(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_failed_delivery_is_repeated_with_the_same_id_and_later_ones_wait()
    {
        _receiver.AnswerWith(503);
        var (_, moderator, id) = await RecordAsync();
        await Eventually.HoldsAsync(() => _receiver.Received.Count > 0, "it is tried");
        await StopAsync(moderator, id);
        var waiting = await DeliveriesAsync();
        Assert.That(
            waiting.Select(delivery => delivery.GetProperty("state").GetString()),
            Is.All.EqualTo("PENDING")
        );
        Assert.That(
            _receiver.Received.Select(received => received.Event),
            Is.All.EqualTo("recordingStarted")
        );
        await Eventually.HoldsAsync(
            async () =>
            {
                // The clock has jumped while the item was being sent, so its lease may have ended, and it is sent again.
                Meet.Clock.Advance(AMoment);
                await Task.Delay(TimeSpan.FromMilliseconds(100));
                return (await FirstStatusAsync()) == 503;
            },
            "the failure is noted"
        );

        _receiver.AnswerWith(204);
        await PassTimeUntilAsync(
            AMoment,
            () => _receiver.Received.Any(received => received.Event == "recordingUpdated"),
            "what waited is told"
        );

        var started = _receiver
            .Received.Where(received => received.Event == "recordingStarted")
            .ToList();
        Assert.That(
            started.Select(received => received.DeliveryId).Distinct().Count(),
            Is.EqualTo(1)
        );
        Assert.That(started.Select(received => received.Body).Distinct().Count(), Is.EqualTo(1));
        Assert.That(
            started.Select(received => received.IsSignedWith(MeetApiFactory.ApiKey)),
            Is.All.True
        );
        moderator.Dispose();

        // Both deliveries were added at the same instant, so the list may have them in any order.
        async Task<int?> FirstStatusAsync() =>
            (await DeliveriesAsync())
                .Single(delivery => delivery.GetProperty("event").GetString() == "recordingStarted")
                .TryGetProperty("lastStatus", out var status)
                ? status.GetInt32()
                : null;
    }

    [Test]
    public async Task Refused_deliveries_of_one_room_do_not_delay_another_room()
    {
        _receiver.Answer = (received, http) =>
        {
            if (received.Body.Contains("refused", StringComparison.Ordinal))
                http.Response.StatusCode = 500;
            return Task.CompletedTask;
        };
        var refused = await Meet.CreateRoomAsync("refused");
        await TellAsync(LiveKitWebhooks.RoomFinished(refused.Name));
        var other = await Meet.CreateRoomAsync("other");
        await TellAsync(LiveKitWebhooks.RoomFinished(other.Name));

        await Eventually.HoldsAsync(
            () =>
                _receiver.Received.Any(received =>
                    received.Data.GetProperty("roomName").GetString() == other.Name
                ),
            "the other is told of"
        );
    }

    [Test]
    public async Task A_receiver_that_is_down_is_retried_occasionally_and_gets_every_delivery_in_the_end()
    {
        await _receiver.StopAsync();
        foreach (var number in Enumerable.Range(0, 20))
        {
            var room = await Meet.CreateRoomAsync($"room-{number}");
            await TellAsync(LiveKitWebhooks.RoomFinished(room.Name));
        }

        await Eventually.HoldsAsync(async () => await AttemptsAsync() >= 5, "some are tried");
        var tried = await AttemptsAsync();
        Meet.Clock.Advance(TimeSpan.FromSeconds(15));
        await Eventually.HoldsAsync(async () => await AttemptsAsync() > tried, "another is tried");
        Assert.That(await AttemptsAsync(), Is.LessThan(20), "not all at once");

        await _receiver.StartAgainAsync();
        await Eventually.HoldsAsync(
            async () =>
            {
                Meet.Clock.Advance(TimeSpan.FromSeconds(15));
                // A call has 10 s by the same clock, so a running call fails when the clock jumps.
                await Task.Delay(TimeSpan.FromMilliseconds(100));
                return _receiver.Received.Select(received => received.DeliveryId).Distinct().Count()
                    == 20;
            },
            "all are told",
            TimeSpan.FromMinutes(1)
        );
    }

    [Test]
    public async Task A_delivery_interrupted_by_a_stop_is_sent_by_the_next_server_to_the_current_URL()
    {
        _receiver.Answer = (_, http) =>
            Task.Delay(Timeout.Infinite, http.RequestAborted).ContinueWith(_ => { });
        using var data = new TemporaryDirectory();
        await using (var first = NewServer(data, _receiver.Url, MeetApiFactory.ApiKey))
        {
            var room = await first.CreateRoomAsync();
            using var admin = await first.SignInAsAdminAsync();
            (await admin.DeleteAsync($"/meet/api/v1/rooms/{room.Name}")).Dispose();
            await Eventually.HoldsAsync(() => _receiver.Received.Count == 1, "it is sent");
        }

        _receiver.AnswerWith(200);
        const string key = "another-key-of-some-length";
        var moved = new UriBuilder(_receiver.Url) { Path = "/moved" }.Uri;
        await using var next = NewServer(data, moved, key);
        _ = next.Address;
        await Eventually.HoldsAsync(
            async () =>
            {
                next.Clock.Advance(AMoment);
                // An item is leased by the same clock, so it is taken again and again when the clock jumps while it is being sent.
                await Task.Delay(TimeSpan.FromMilliseconds(100));
                return _receiver.Received.Count == 2;
            },
            "it is sent again"
        );

        Assert.That(_receiver.Received[1].Target, Is.EqualTo("POST /moved"));
        Assert.That(_receiver.Received[1].IsSignedWith(key));
        Assert.That(_receiver.Received[1].DeliveryId, Is.EqualTo(_receiver.Received[0].DeliveryId));
        Assert.That(_receiver.Received[1].Body, Is.EqualTo(_receiver.Received[0].Body));
    }

    [Test]
    public async Task While_webhooks_are_disabled_nothing_is_sent_and_pending_deliveries_fail_after_a_day()
    {
        _receiver.AnswerWith(500);
        var before = await Meet.CreateRoomAsync("before");
        await TellAsync(LiveKitWebhooks.RoomFinished(before.Name));
        await Eventually.HoldsAsync(() => _receiver.Received.Count > 0, "it is tried");
        await SwitchAsync(on: false);
        _receiver.AnswerWith(200);
        var tried = _receiver.Received.Count;
        var meanwhile = await Meet.CreateRoomAsync("meanwhile");
        await TellAsync(LiveKitWebhooks.RoomFinished(meanwhile.Name));

        await Eventually.HoldsAsync(
            async () =>
            {
                Meet.Clock.Advance(TimeSpan.FromHours(1));
                return (await DeliveriesAsync()).All(delivery =>
                    delivery.GetProperty("state").GetString() == "FAILED"
                );
            },
            "it is given up"
        );

        Assert.That(_receiver.Received, Has.Count.EqualTo(tried));
        Assert.That(
            (await DeliveriesAsync()).Select(delivery =>
                delivery.GetProperty("subject").GetString()
            ),
            Is.EqualTo([before.Name])
        );
    }

    [Test]
    public async Task The_list_shows_the_state_of_each_delivery_and_no_secret()
    {
        var room = await Meet.CreateRoomAsync();
        await TellAsync(LiveKitWebhooks.RoomFinished(room.Name));
        await TellAsync(LiveKitWebhooks.RoomFinished(room.Name));
        await Eventually.HoldsAsync(
            async () => (await DeliveriesAsync("&state=DELIVERED")).Count == 2,
            "both are delivered"
        );

        using var admin = await Meet.SignInAsAdminAsync();
        using var first = await admin.GetAsync($"{Preferences}/deliveries?maxItems=1");
        var page = await first.ReadJsonAsync();
        Assert.That(page.GetProperty("isTruncated").GetBoolean(), Is.True);
        var token = page.GetProperty("nextPageToken").GetString();
        using var second = await admin.GetAsync(
            $"{Preferences}/deliveries?maxItems=1&nextPageToken={token}"
        );
        var last = await second.ReadJsonAsync();
        Assert.That(last.GetProperty("isTruncated").GetBoolean(), Is.False);
        Assert.That(last.TryGetProperty("nextPageToken", out _), Is.False);
        var delivery = last.GetProperty("deliveries").EnumerateArray().Single();
        Assert.That(
            delivery.EnumerateObject().Select(property => property.Name),
            Is.EqualTo([
                "deliveryId",
                "event",
                "subject",
                "creationDate",
                "state",
                "attempts",
                "lastStatus",
                "deliveredDate",
            ])
        );
        Assert.That(delivery.GetProperty("event").GetString(), Is.EqualTo("roomFinished"));
        var text = await first.Content.ReadAsStringAsync();
        Assert.That(
            text,
            Does.Not.Contain(room.ModeratorSecret).And.Not.Contain("of-the-receiver")
        );
        Assert.That(await DeliveriesAsync("&state=PENDING"), Is.Empty);
    }

    private static MeetApiFactory NewServer(TemporaryDirectory data, Uri url, string apiKey) =>
        new(
            new Dictionary<string, string>
            {
                ["MEET_DATA_DIR"] = data.Path,
                ["MEET_WEBHOOK_ENABLED"] = "true",
                ["MEET_WEBHOOK_URL"] = url.ToString(),
                ["MEET_WEBHOOK_ALLOW_PRIVATE"] = "true",
                ["MEET_API_KEY"] = apiKey,
            }
        );

    private async Task SwitchAsync(bool on)
    {
        using var admin = await Meet.SignInAsAdminAsync();
        using var put = await admin.PutAsync(Preferences, new { enabled = on });
        put.EnsureSuccessStatusCode();
    }

    private static async Task StopAsync(Browser moderator, string id)
    {
        using var stopped = await moderator.PutAsync($"{Recordings}/{id}");
        stopped.EnsureSuccessStatusCode();
    }

    private Task UntilReceivedAsync(params string[] events) =>
        Eventually.HoldsAsync(
            () => _receiver.Received.Select(received => received.Event).SequenceEqual(events),
            $"received: {string.Join(", ", events)}"
        );

    private async Task<int> AttemptsAsync() =>
        (await DeliveriesAsync()).Sum(delivery => delivery.GetProperty("attempts").GetInt32());

    private async Task<List<JsonElement>> DeliveriesAsync(string query = "")
    {
        using var holder = Meet.NewBrowser().With("X-API-KEY", MeetApiFactory.ApiKey);
        using var answer = await holder.GetAsync($"{Preferences}/deliveries?maxItems=100{query}");
        return [.. (await answer.ReadJsonAsync()).GetProperty("deliveries").EnumerateArray()];
    }
}
