using System.Net;
using System.Text.Json.Nodes;
using OpenViduMeet.TestSupport;
using OpenViduMeet.TestSupport.LiveKit;

namespace OpenViduMeet.WebApi.FunctionalTests.LiveKit;

public sealed class WebhookTests : RecordingTests
{
    private static readonly string Body = LiveKitWebhooks.RoomStarted("of-others").ToJsonString();

    [Test]
    public async Task An_event_signed_by_LiveKit_is_accepted() =>
        await ShouldAnswerAsync(HttpStatusCode.OK, Webhooks.Authorize(Body));

    [Test]
    public async Task An_unsigned_event_is_refused() =>
        await ShouldAnswerAsync(HttpStatusCode.Unauthorized, authorization: null);

    [TestCase("")]
    [TestCase("nonsense")]
    [TestCase("a.b.c")]
    public async Task A_malformed_signature_is_refused(string authorization) =>
        await ShouldAnswerAsync(HttpStatusCode.Unauthorized, authorization);

    [Test]
    public async Task A_signature_of_another_key_is_refused()
    {
        var others = new LiveKitCredentials(MeetApiFactory.LiveKitApiKey, "another-secret");
        var unknown = new LiveKitCredentials("another", MeetApiFactory.LiveKitApiSecret);
        await ShouldAnswerAsync(
            HttpStatusCode.Unauthorized,
            Webhooks.Authorize(Body, credentials: others)
        );
        await ShouldAnswerAsync(
            HttpStatusCode.Unauthorized,
            Webhooks.Authorize(Body, credentials: unknown)
        );
    }

    [Test]
    public async Task A_signature_of_another_body_is_refused() =>
        await ShouldAnswerAsync(HttpStatusCode.Unauthorized, Webhooks.Authorize(Body + " "));

    [TestCase(5 * 60 + 59, HttpStatusCode.OK)]
    [TestCase(6 * 60 + 1, HttpStatusCode.Unauthorized)]
    [TestCase(-59, HttpStatusCode.OK)]
    [TestCase(-61, HttpStatusCode.Unauthorized)]
    public async Task A_signature_is_valid_for_its_lifetime_with_a_minute_of_tolerance(
        int ageSeconds,
        HttpStatusCode expected
    ) =>
        await ShouldAnswerAsync(
            expected,
            Webhooks.Authorize(Body, TimeSpan.FromSeconds(ageSeconds))
        );

    [Test]
    public async Task A_participant_token_is_not_a_signature()
    {
        var (room, moderator) = await MeetAsync();
        using var answer = await moderator.RequestTokenAsync(room, "Bob", room.ModeratorSecret);
        var token = (await answer.ReadJsonAsync()).GetProperty("token").GetString();
        await ShouldAnswerAsync(HttpStatusCode.Unauthorized, token);
        moderator.Dispose();
    }

    [TestCase("not json")]
    [TestCase("[]")]
    [TestCase("{}")]
    [TestCase("""{"event":"room_started"}""")]
    [TestCase("""{"event":"egress_ended","id":"EV_1","egressInfo":{"startedAt":"soon"}}""")]
    public async Task A_signed_body_that_is_not_an_event_is_dropped(string body)
    {
        using var answer = await Webhooks.SendAsync(body, Webhooks.Authorize(body));
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Events_of_foreign_rooms_are_dropped()
    {
        LiveKit.State.Join("of-others", Alice);
        await TellAsync(LiveKitWebhooks.ParticipantJoined("of-others", Alice));
        await TellAsync(LiveKitWebhooks.RoomStarted("of-others"));
        var egress = new LiveKitEgress(
            LiveKitState.NewId("EG_"),
            "of-others",
            "EGRESS_ACTIVE",
            new JsonObject
            {
                ["file_outputs"] = new JsonArray(
                    new JsonObject { ["filepath"] = "recordings/of-others/of-others--uid.mp4" }
                ),
            }
        );
        await TellAsync(LiveKitWebhooks.EgressChanged(egress));

        Assert.That(LiveKit.State.Rooms.Select(room => room.Name), Does.Contain("of-others"));
        Assert.That(LiveKit.State.Sent, Is.Empty);
    }

    [Test]
    public async Task An_event_delivered_many_times_at_once_is_handled_once()
    {
        var (room, moderator, _) = await RecordAsync();
        LiveKit.State.Join(room.Name, "Bob");
        var joined = LiveKitWebhooks.ParticipantJoined(room.Name, "Bob");

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 10).Select(_ => Webhooks.SendAsync(joined))
        );
        await TellAsync(joined);

        Assert.That(answers.Select(answer => (int)answer.StatusCode), Is.All.EqualTo(200));
        Assert.That(SignalledTopics.Count(topic => topic == "roomStatus"), Is.EqualTo(1));
        foreach (var answer in answers)
            answer.Dispose();
        moderator.Dispose();
    }

    [Test]
    public async Task An_event_that_keeps_failing_is_retried_and_then_parked()
    {
        var (room, moderator, id) = await RecordAsync();
        LiveKit.InjectFault(LiveKitFault.InternalError, "SendData");
        LiveKit.State.Move(Egress.Id, "EGRESS_FAILED", error: "disk full");

        using var answer = await Webhooks.SendAsync(LiveKitWebhooks.EgressChanged(Egress));
        await Eventually.HoldsAsync(
            async () =>
            {
                Meet.Clock.Advance(TimeSpan.FromSeconds(30));
                return (await EventsAsync()).GetProperty("parked").GetInt32() == 1;
            },
            "the event is parked"
        );

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(
            LiveKit.CalledMethods.Count(method => method == "SendData"),
            Is.GreaterThanOrEqualTo(6)
        );
        Assert.That((await EventsAsync()).GetProperty("waiting").GetInt32(), Is.Zero);
        Assert.That(await StatusOfAsync(id), Is.EqualTo("FAILED"));
        moderator.Dispose();
    }

    [Test]
    public async Task An_event_that_fails_for_a_while_is_handled_in_the_end()
    {
        var (_, moderator, _) = await RecordAsync();
        LiveKit.InjectFault(LiveKitFault.InternalError, "SendData", times: 2);
        LiveKit.State.Move(Egress.Id, "EGRESS_FAILED", error: "disk full");

        (await Webhooks.SendAsync(LiveKitWebhooks.EgressChanged(Egress))).Dispose();
        await PassTimeUntilAsync(
            TimeSpan.FromSeconds(1),
            () => SignalledTopics.Contains("recordingFailed"),
            "those in the room are told"
        );
        moderator.Dispose();
    }

    private async Task ShouldAnswerAsync(HttpStatusCode status, string? authorization)
    {
        using var answer = await Webhooks.SendAsync(Body, authorization);
        Assert.That(answer.StatusCode, Is.EqualTo(status));
        if (status != HttpStatusCode.OK)
            await answer.ShouldBeErrorAsync(status, "Unauthorized", "Authentication Error");
    }
}
