using System.Net;
using OpenViduMeet.TestSupport;
using OpenViduMeet.TestSupport.LiveKit;

namespace OpenViduMeet.WebApi.FunctionalTests.LiveKit;

public sealed class ParticipantsInLiveKitTests : LiveKitTests
{
    [Test]
    public async Task Issuing_a_token_makes_one_call()
    {
        var room = await Meet.CreateRoomAsync();
        await QuietAsync();
        using var browser = Meet.NewBrowser();

        using var answer = await browser.RequestTokenAsync(room, Alice, room.PublisherSecret);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(LiveKit.CalledMethods, Is.EqualTo(["GetParticipant"]));
    }

    [Test]
    public async Task Disconnecting_makes_two_calls_and_removes_the_participant()
    {
        var (room, moderator) = await MeetAsync();
        await QuietAsync();

        using var answer = await moderator.DisconnectAsync(room, Alice);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That(LiveKit.CalledMethods, Is.EqualTo(["GetParticipant", "RemoveParticipant"]));
        Assert.That(LiveKit.State.ParticipantsOf(room.Name), Is.Empty);
        using var again = await moderator.DisconnectAsync(room, Alice);
        await again.ShouldBeErrorAsync(HttpStatusCode.NotFound, "Participant not found");
        moderator.Dispose();
    }

    [TestCase("EG_aBcDeFgHiJkL", "EGRESS")]
    [TestCase("agent-AJ_aBcDeFgHiJkL", "AGENT")]
    public async Task LiveKits_own_participants_cannot_be_disconnected_and_their_names_are_refused(
        string identity,
        string kind
    )
    {
        var (room, moderator) = await MeetAsync();
        LiveKit.State.Join(room.Name, identity, kind);
        await QuietAsync();

        using var disconnected = await moderator.DisconnectAsync(room, identity);
        using var named = await moderator.RequestTokenAsync(room, identity, room.PublisherSecret);

        await disconnected.ShouldBeErrorAsync(HttpStatusCode.NotFound, "Participant not found");
        await named.ShouldNameFieldsAsync("participantName");
        Assert.That(LiveKit.State.ParticipantsOf(room.Name), Has.Count.EqualTo(2));
        Assert.That(LiveKit.CalledMethods, Is.Empty);
        moderator.Dispose();
    }

    [Test]
    public async Task Each_call_has_the_smallest_grant_and_a_short_lifetime()
    {
        var room = await Meet.CreateRoomAsync();
        await QuietAsync();
        using var browser = Meet.NewBrowser();
        (await browser.RequestTokenAsync(room, Alice, room.PublisherSecret)).Dispose();

        var claims = LiveKit.Calls.Single().Claims;
        Assert.That(
            claims["video"]!.ToJsonString(),
            Is.EqualTo($$"""{"roomAdmin":true,"room":"{{room.Name}}"}""")
        );
        var lifetime = claims["exp"]!.GetValue<long>() - Meet.Clock.GetUtcNow().ToUnixTimeSeconds();
        Assert.That(lifetime, Is.InRange(1, 120));
    }

    [Test]
    public async Task A_name_is_free_again_once_its_participant_has_joined_and_left()
    {
        var room = await Meet.CreateRoomAsync();
        using var first = await Meet.EnterAsync(room, Alice);
        using var second = Meet.NewBrowser();

        using var held = await second.RequestTokenAsync(room, Alice, room.PublisherSecret);
        Assert.That(held.StatusCode, Is.EqualTo(HttpStatusCode.Conflict));

        LiveKit.State.Join(room.Name, Alice);
        await TellAsync(
            LiveKitWebhooks.ParticipantJoined(room.Name, Alice, joinedAt: Meet.Clock.GetUtcNow())
        );
        using var present = await second.RequestTokenAsync(room, Alice, room.PublisherSecret);
        Assert.That(present.StatusCode, Is.EqualTo(HttpStatusCode.Conflict));

        LiveKit.State.Leave(room.Name, Alice);
        using var free = await second.RequestTokenAsync(room, Alice, room.PublisherSecret);
        Assert.That(free.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task The_reconciler_releases_names_whose_join_event_was_lost()
    {
        var room = await Meet.CreateRoomAsync();
        Meet.Clock.Advance(TimeSpan.FromSeconds(50));
        using var first = await Meet.EnterAsync(room, Alice);
        LiveKit.State.Join(room.Name, Alice);
        LiveKit.ForgetCalls();

        // The reconciler's minute ends before the 60 s of the name's reservation.
        Meet.Clock.Advance(TimeSpan.FromSeconds(15));
        await Eventually.HoldsAsync(
            () => LiveKit.CalledMethods.Contains("ListParticipants"),
            "the reconciler looks who is there"
        );
        LiveKit.State.Leave(room.Name, Alice);

        using var second = Meet.NewBrowser();
        await Eventually.HoldsAsync(
            async () =>
            {
                using var free = await second.RequestTokenAsync(room, Alice, room.PublisherSecret);
                return free.StatusCode == HttpStatusCode.OK;
            },
            "the name is free"
        );
    }

    [TestCase(LiveKitFault.InternalError)]
    [TestCase(LiveKitFault.Garbage)]
    [TestCase(LiveKitFault.Nowhere)]
    [TestCase(LiveKitFault.DropConnection)]
    public async Task When_LiveKit_fails_the_answer_is_503_without_a_token(LiveKitFault fault)
    {
        var (room, moderator) = await MeetAsync();
        LiveKit.InjectFault(fault);

        using var token = await moderator.RequestTokenAsync(room, "Bob", room.PublisherSecret);
        using var disconnected = await moderator.DisconnectAsync(room, Alice);

        await token.ShouldBeErrorAsync(
            HttpStatusCode.ServiceUnavailable,
            "LiveKit is not available",
            "LiveKit Error"
        );
        await disconnected.ShouldBeErrorAsync(
            HttpStatusCode.ServiceUnavailable,
            "LiveKit is not available"
        );
        Assert.That(token.Headers.RetryAfter, Is.Not.Null);
        moderator.Dispose();
    }

    [Test]
    public async Task When_LiveKit_does_not_answer_the_answer_is_503_within_5_seconds()
    {
        var room = await Meet.CreateRoomAsync();
        LiveKit.InjectFault(LiveKitFault.Stall, "GetParticipant");
        using var browser = Meet.NewBrowser();

        var started = TimeProvider.System.GetTimestamp();
        using var token = await browser.RequestTokenAsync(room, Alice, room.PublisherSecret);

        Assert.That(token.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That(TimeProvider.System.GetElapsedTime(started), Is.LessThan(AnswerTimes.Bound));
    }

    /// <summary>Waits for the calls that the server makes at its start, and forgets them.</summary>
    private async Task QuietAsync()
    {
        await Eventually.HoldsAsync(
            // It pings first, and lists the rooms last.
            () => LiveKit.CalledMethods.Count(method => method == "ListRooms") == 2,
            "the reconciler has run at the start"
        );
        LiveKit.ForgetCalls();
    }
}
