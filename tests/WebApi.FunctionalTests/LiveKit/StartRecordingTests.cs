using System.Net;
using OpenViduMeet.TestSupport;
using OpenViduMeet.TestSupport.LiveKit;

namespace OpenViduMeet.WebApi.FunctionalTests.LiveKit;

public sealed class StartRecordingTests : RecordingTests
{
    [Test]
    public async Task A_start_is_answered_when_the_recording_is_active()
    {
        var (room, moderator) = await MeetAsync();

        using var answer = await PassTimeUntilAsync(StartAsync(moderator, room));

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        var recording = await answer.ReadJsonAsync();
        var id = recording.GetProperty("recordingId").GetString()!;
        Assert.That(id, Does.StartWith($"{room.Name}--{Egress.Id}--"));
        Assert.That(recording.GetProperty("roomId").GetString(), Is.EqualTo(room.Name));
        Assert.That(recording.GetProperty("status").GetString(), Is.EqualTo("ACTIVE"));
        Assert.That(
            recording.GetProperty("filename").GetString(),
            Is.EqualTo($"{room.Name}--{id.Split("--")[2]}.mp4")
        );
        Assert.That(recording.GetProperty("startDate").GetInt64(), Is.Positive);
        moderator.Dispose();
    }

    [Test]
    public async Task The_egress_writes_straight_to_the_store()
    {
        var (room, moderator, id) = await RecordAsync();

        var uid = id.Split("--")[2];
        Assert.That(
            Egress.Path,
            Is.EqualTo(
                $"{Meet.DataDirectory}/openvidu-meet/recordings/{room.Name}/{room.Name}--{uid}.mp4"
            )
        );
        var output = Egress.Request["file_outputs"]![0]!;
        Assert.That(output["file_type"]!.GetValue<string>(), Is.EqualTo("MP4"));
        moderator.Dispose();
    }

    [Test]
    public async Task Participants_are_signalled_at_each_step()
    {
        var (room, moderator, id) = await RecordAsync();
        using var stopped = await moderator.PutAsync($"{Recordings}/{id}");
        await CompleteAsync();

        Assert.That(
            SignalledTopics,
            Is.EqualTo([
                "recordingStarting",
                "recordingStarted",
                "recordingStopping",
                "recordingStopped",
            ])
        );
        var last = LiveKit.State.Sent[^1];
        Assert.That(last.Room, Is.EqualTo(room.Name));
        Assert.That(last.Kind, Is.EqualTo("RELIABLE"));
        Assert.That(last.To, Is.Empty);
        using var body = System.Text.Json.JsonDocument.Parse(last.Data);
        Assert.That(body.RootElement.GetProperty("id").GetString(), Is.EqualTo(id));
        Assert.That(body.RootElement.GetProperty("roomId").GetString(), Is.EqualTo(room.Name));
        Assert.That(body.RootElement.GetProperty("roomName").GetString(), Is.EqualTo(room.Name));
        Assert.That(body.RootElement.GetProperty("status").GetString(), Is.EqualTo("READY"));
        Assert.That(body.RootElement.GetProperty("duration").GetDouble(), Is.EqualTo(12.5));
        Assert.That(body.RootElement.GetProperty("size").GetInt64(), Is.EqualTo(5));
        using var first = System.Text.Json.JsonDocument.Parse(LiveKit.State.Sent[0].Data);
        Assert.That(
            first.RootElement.EnumerateObject().Select(property => property.Name),
            Is.EquivalentTo(["id", "roomName", "roomId", "status", "filename", "startedAt"]),
            "What is not known is left out"
        );
        moderator.Dispose();
    }

    [Test]
    public async Task Only_moderators_of_the_room_may_start()
    {
        var (room, moderator) = await MeetAsync();
        var elsewhere = await Meet.CreateRoomAsync();
        using var publisher = await Meet.EnterAsync(room, "Bob", room.PublisherSecret);
        using var other = await Meet.EnterAsync(elsewhere);
        using var admin = await Meet.SignInAsAdminAsync();

        using var byPublisher = await StartAsync(publisher, room);
        using var byOther = await StartAsync(other, room);
        using var byAdmin = await StartAsync(admin, room);
        using var withoutRoom = await moderator.PostAsync(Recordings, new { });

        Assert.That(byPublisher.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(byOther.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(byAdmin.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
        await withoutRoom.ShouldNameFieldsAsync("roomId");
        Assert.That(LiveKit.State.Egresses, Is.Empty);
        moderator.Dispose();
    }

    [Test]
    public async Task A_room_with_recording_disabled_is_not_recorded()
    {
        var room = await Meet.CreateRoomAsync(recordingEnabled: false);
        LiveKit.State.Join(room.Name, Alice);
        using var moderator = await Meet.EnterAsync(room);

        using var answer = await StartAsync(moderator, room);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(LiveKit.State.Egresses, Is.Empty);
    }

    [Test]
    public async Task An_empty_room_is_not_recorded()
    {
        var room = await Meet.CreateRoomAsync();
        LiveKit.State.Join(room.Name, "EG_aBcDeFgHiJkL", "EGRESS");
        using var moderator = await Meet.EnterAsync(room);

        using var answer = await StartAsync(moderator, room);

        await answer.ShouldBeErrorAsync(
            HttpStatusCode.Conflict,
            "Nobody is in the room",
            "Recording Error"
        );
    }

    [Test]
    public async Task Of_two_concurrent_starts_one_records()
    {
        var (room, moderator) = await MeetAsync();
        var first = StartAsync(moderator, room);
        var second = StartAsync(moderator, room);

        var answers = await PassTimeUntilAsync(Task.WhenAll(first, second));

        Assert.That(answers.Select(answer => (int)answer.StatusCode), Is.EquivalentTo([200, 409]));
        Assert.That(LiveKit.State.Egresses, Has.Count.EqualTo(1));
        foreach (var answer in answers)
            answer.Dispose();
        moderator.Dispose();
    }

    [Test]
    public async Task A_room_can_be_recorded_again_when_its_recording_has_ended()
    {
        var (room, moderator, _) = await RecordAsync();
        using var refused = await StartAsync(moderator, room);
        await refused.ShouldBeErrorAsync(
            HttpStatusCode.Conflict,
            "The room is already being recorded",
            "Recording Error"
        );
        await CompleteAsync();

        using var again = await PassTimeUntilAsync(StartAsync(moderator, room));

        Assert.That(again.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        moderator.Dispose();
    }

    [Test]
    public async Task A_recording_that_is_not_active_after_30_seconds_is_stopped()
    {
        var (room, moderator) = await MeetAsync();
        LiveKit.State.EgressesBecomeActive = false;

        var before = Meet.Clock.GetUtcNow();
        using var answer = await PassTimeUntilAsync(StartAsync(moderator, room));

        await answer.ShouldBeErrorAsync(
            HttpStatusCode.ServiceUnavailable,
            "The recording could not be started"
        );
        Assert.That((Meet.Clock.GetUtcNow() - before).TotalSeconds, Is.GreaterThanOrEqualTo(30));
        Assert.That(Egress.Status, Is.EqualTo("EGRESS_ABORTED"));
        LiveKit.State.EgressesBecomeActive = true;
        using var again = await PassTimeUntilAsync(StartAsync(moderator, room));
        Assert.That(again.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        moderator.Dispose();
    }

    [Test]
    public async Task Without_an_egress_worker_nothing_is_recorded_and_the_room_is_free_again()
    {
        var (room, moderator) = await MeetAsync();
        LiveKit.State.HasEgressWorker = false;
        using var refused = await StartAsync(moderator, room);
        Assert.That(refused.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));

        LiveKit.State.HasEgressWorker = true;
        using var again = await PassTimeUntilAsync(StartAsync(moderator, room));

        Assert.That(again.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        moderator.Dispose();
    }

    [Test]
    public async Task Without_Redis_nothing_is_recorded_and_the_room_is_free_again()
    {
        var (room, moderator) = await MeetAsync();
        LiveKit.State.HasRedis = false;
        for (var attempt = 0; attempt < 2; attempt++)
        {
            using var refused = await PassTimeUntilAsync(StartAsync(moderator, room));
            await refused.ShouldBeErrorAsync(
                HttpStatusCode.ServiceUnavailable,
                "LiveKit is not available"
            );
        }

        LiveKit.State.HasRedis = true;
        using var again = await PassTimeUntilAsync(StartAsync(moderator, room));

        Assert.That(again.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        moderator.Dispose();
    }

    [Test]
    public async Task A_recording_fails_when_LiveKit_has_lost_its_egress_service()
    {
        var (_, moderator, id) = await RecordAsync();
        LiveKit.State.HasRedis = false;

        Meet.Clock.Advance(AMinute);

        await Eventually.HoldsAsync(
            async () => await StatusOfAsync(id) == "FAILED",
            "the reconciler has found out"
        );
        moderator.Dispose();
    }

    [Test]
    public async Task A_start_that_LiveKit_never_answers_times_out_and_the_room_is_released()
    {
        var (room, moderator) = await MeetAsync();
        LiveKit.InjectFault(LiveKitFault.Stall, "StartRoomCompositeEgress");
        LiveKit.InjectFault(LiveKitFault.Stall, "ListEgress");

        using var refused = await StartAsync(moderator, room).WaitAsync(TimeSpan.FromSeconds(7));
        Assert.That(refused.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));

        LiveKit.Behave();
        Meet.Clock.Advance(AMinute * 2);
        HttpResponseMessage? again = null;
        await Eventually.HoldsAsync(
            async () =>
            {
                again?.Dispose();
                again = await PassTimeUntilAsync(StartAsync(moderator, room));
                return again.StatusCode == HttpStatusCode.OK;
            },
            "the room is free again"
        );
        again?.Dispose();
        moderator.Dispose();
    }

    [Test]
    public async Task A_start_whose_answer_is_lost_leaves_no_egress_behind()
    {
        var (room, moderator) = await MeetAsync();
        LiveKit.InjectFault(LiveKitFault.DropAfterWork, "StartRoomCompositeEgress");

        using var answer = await StartAsync(moderator, room);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That(Egress.Status, Is.EqualTo("EGRESS_ENDING"));
        moderator.Dispose();
    }

    [Test]
    public async Task Only_a_participant_who_joins_during_a_recording_is_signalled()
    {
        var (room, moderator, _) = await RecordAsync();
        LiveKit.State.Join(room.Name, "Bob");
        await TellAsync(LiveKitWebhooks.ParticipantJoined(room.Name, "Bob"));

        var told = LiveKit.State.Sent[^1];
        Assert.That(told.Topic, Is.EqualTo("roomStatus"));
        Assert.That(told.Data, Is.EqualTo("""{"isRecordingStarted":true}"""));
        Assert.That(told.To, Is.EqualTo(["Bob"]));
        moderator.Dispose();
    }
}
