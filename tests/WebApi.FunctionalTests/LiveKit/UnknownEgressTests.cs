using System.Net;
using OpenViduMeet.TestSupport;
using OpenViduMeet.TestSupport.LiveKit;

namespace OpenViduMeet.WebApi.FunctionalTests.LiveKit;

/// <summary>Egresses that record a room without a known recording.</summary>
public sealed class UnknownEgressTests : RecordingTests
{
    [Test]
    public async Task An_egress_that_begins_after_its_start_was_abandoned_is_stopped_and_listed()
    {
        var (room, moderator) = await MeetAsync();
        var start = await GiveUpAsync(moderator, room);
        LiveKit.State.HasEgressWorker = true;
        var egress = LiveKit.State.StartLate(start);

        await PassTimeUntilAsync(
            AMinute,
            () => StatusOf(egress) == "EGRESS_ENDING",
            "it is stopped"
        );

        var id = await OnlyRecordingAsync();
        Assert.That(id, Does.StartWith($"{room.Name}--{egress.Id}--"));
        using var again = await PassTimeUntilAsync(StartAsync(moderator, room));
        Assert.That(again.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        moderator.Dispose();
    }

    [Test]
    public async Task An_unknown_egress_in_a_LiveKit_event_is_stopped_at_once_and_listed()
    {
        var (room, moderator) = await MeetAsync();
        var start = await GiveUpAsync(moderator, room);
        LiveKit.State.HasEgressWorker = true;
        var egress = LiveKit.State.StartLate(start);

        await TellAsync(LiveKitWebhooks.EgressChanged(egress));

        Assert.That(StatusOf(egress), Is.EqualTo("EGRESS_ENDING"));
        Assert.That(await OnlyRecordingAsync(), Does.Contain(egress.Id));
        moderator.Dispose();
    }

    [Test]
    public async Task An_unknown_egress_of_a_deleted_room_is_stopped()
    {
        var (room, moderator) = await MeetAsync();
        var start = await GiveUpAsync(moderator, room);
        using var admin = await Meet.SignInAsAdminAsync();
        (await admin.DeleteAsync($"/meet/api/v1/rooms/{room.Name}")).Dispose();
        LiveKit.State.HasEgressWorker = true;
        var egress = LiveKit.State.StartLate(start);

        await PassTimeUntilAsync(
            AMinute,
            () => StatusOf(egress) == "EGRESS_ENDING",
            "it is stopped"
        );

        Assert.That(await OnlyRecordingAsync(), Does.Contain(egress.Id));
        moderator.Dispose();
    }

    [Test]
    public async Task A_recording_that_continues_after_its_room_was_deleted_is_stopped()
    {
        var (room, moderator, id) = await RecordAsync();
        using var admin = await Meet.SignInAsAdminAsync();

        (await admin.DeleteAsync($"/meet/api/v1/rooms/{room.Name}")).Dispose();

        await PassTimeUntilAsync(
            AMinute,
            () => StatusOf(Egress) == "EGRESS_ENDING",
            "it is stopped"
        );
        await Eventually.HoldsAsync(
            async () => await StatusOfAsync(id) == "ENDING",
            "its recording is as LiveKit says"
        );
        moderator.Dispose();
    }

    [Test]
    public async Task Foreign_egresses_and_known_recordings_are_not_stopped()
    {
        var (room, moderator, _) = await RecordAsync();
        var ours = Egress;
        var call = LiveKit.Calls.Last(call => call.Method == "StartRoomCompositeEgress");
        var ofUnknownRoom = StartLike(call, "of-others", ours.Path.Replace(room.Name, "of-others"));
        var elsewhere = StartLike(call, room.Name, $"/elsewhere/{room.Name}--another.mp4");
        foreach (var egress in LiveKit.State.Egresses)
            await TellAsync(LiveKitWebhooks.EgressChanged(egress));

        LiveKit.ForgetCalls();
        await PassTimeUntilAsync(
            AMinute,
            () => LiveKit.CalledMethods.Count(method => method == "ListRooms") > 1,
            "the reconciler has run"
        );

        Assert.That(
            new[] { ours, ofUnknownRoom, elsewhere }.Select(StatusOf),
            Is.All.EqualTo("EGRESS_ACTIVE")
        );
        Assert.That(await OnlyRecordingAsync(), Does.Contain(ours.Id));
        moderator.Dispose();
    }

    [Test]
    public async Task A_late_event_does_not_restore_a_deleted_recording()
    {
        var (_, moderator, id) = await RecordAsync();
        var late = LiveKitWebhooks.EgressChanged(Egress);
        await CompleteAsync();
        using var admin = await Meet.SignInAsAdminAsync();
        (await admin.DeleteAsync($"{Recordings}/{id}")).Dispose();

        await TellAsync(late);

        using var asked = await admin.GetAsync($"{Recordings}/{id}");
        Assert.That(asked.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(StatusOf(Egress), Is.EqualTo("EGRESS_COMPLETE"));
        moderator.Dispose();
    }

    /// <summary>Starts a recording that no egress worker answers in time, so that the room is released.</summary>
    private async Task<LiveKitCall> GiveUpAsync(Browser moderator, TestRoom room)
    {
        LiveKit.State.HasEgressWorker = false;
        using var refused = await PassTimeUntilAsync(StartAsync(moderator, room));
        Assert.That(refused.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        return LiveKit.Calls.Last(call => call.Method == "StartRoomCompositeEgress");
    }

    private LiveKitEgress StartLike(LiveKitCall call, string room, string path)
    {
        var request = (System.Text.Json.Nodes.JsonObject)call.Request.DeepClone();
        request["room_name"] = room;
        request["file_outputs"]![0]!["filepath"] = path;
        return LiveKit.State.StartLate(call with { Request = request });
    }

    private string? StatusOf(LiveKitEgress egress) => LiveKit.State.FindEgress(egress.Id)?.Status;

    private async Task<string?> OnlyRecordingAsync()
    {
        using var admin = await Meet.SignInAsAdminAsync();
        using var answer = await admin.GetAsync(Recordings);
        var recordings = (await answer.ReadJsonAsync()).GetProperty("recordings");
        return recordings
            .EnumerateArray()
            .Select(recording => recording.GetProperty("recordingId").GetString()!)
            .Single(id => !id.StartsWith("demo--", StringComparison.Ordinal));
    }
}
