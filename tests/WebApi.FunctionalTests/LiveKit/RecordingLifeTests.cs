using System.Net;
using System.Text.Json;
using OpenViduMeet.TestSupport;
using OpenViduMeet.TestSupport.LiveKit;

namespace OpenViduMeet.WebApi.FunctionalTests.LiveKit;

public sealed class RecordingLifeTests : RecordingTests
{
    private string MetadataFile(string id)
    {
        var parts = id.Split("--");
        return Path.Combine(
            Meet.DataDirectory,
            "openvidu-meet/recordings/.metadata",
            parts[0],
            parts[1],
            $"{parts[2]}.json"
        );
    }

    [Test]
    public async Task A_recording_can_be_stopped_once()
    {
        var (_, moderator, id) = await RecordAsync();

        using var stopped = await moderator.PutAsync($"{Recordings}/{id}");
        using var again = await moderator.PutAsync($"{Recordings}/{id}");

        Assert.That(stopped.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(
            (await stopped.ReadJsonAsync()).GetProperty("status").GetString(),
            Is.EqualTo("ENDING")
        );
        Assert.That(
            stopped.Headers.Location?.AbsoluteUri,
            Is.EqualTo($"{Meet.Address}{Recordings[1..]}/{id}")
        );
        await again.ShouldBeErrorAsync(
            HttpStatusCode.Conflict,
            "The recording is already stopped",
            "Recording Error"
        );
        moderator.Dispose();
    }

    [Test]
    public async Task A_recording_that_LiveKit_has_already_stopped_cannot_be_stopped()
    {
        var (_, moderator, id) = await RecordAsync();
        LiveKit.State.Move(Egress.Id, "EGRESS_FAILED", error: "disk full");

        using var stopped = await moderator.PutAsync($"{Recordings}/{id}");

        await stopped.ShouldBeErrorAsync(
            HttpStatusCode.Conflict,
            "The recording is already stopped"
        );
        moderator.Dispose();
    }

    [Test]
    public async Task Only_moderators_of_its_room_may_stop_a_recording()
    {
        var (room, moderator, id) = await RecordAsync();
        using var publisher = await Meet.EnterAsync(room, "Bob", room.PublisherSecret);
        using var anybody = Meet.NewBrowser();

        using var byPublisher = await publisher.PutAsync($"{Recordings}/{id}");
        using var byAnybody = await anybody.PutAsync($"{Recordings}/{id}");
        using var unknown = await moderator.PutAsync($"{Recordings}/{room.Name}--EG_no--no");
        using var noId = await moderator.PutAsync($"{Recordings}/nothing");

        Assert.That(byPublisher.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(byAnybody.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
        await unknown.ShouldBeErrorAsync(HttpStatusCode.NotFound, "Recording not found");
        await noId.ShouldBeErrorAsync(HttpStatusCode.NotFound, "Recording not found");
        Assert.That(Egress.Status, Is.EqualTo("EGRESS_ACTIVE"));
        moderator.Dispose();
    }

    [Test]
    public async Task A_complete_recording_can_be_watched_and_has_a_metadata_file()
    {
        var (room, moderator, id) = await RecordAsync();
        await CompleteAsync("whole media");

        var recording = await GetAsync(id);
        Assert.That(recording.GetProperty("status").GetString(), Is.EqualTo("COMPLETE"));
        Assert.That(recording.GetProperty("size").GetInt64(), Is.EqualTo(11));
        Assert.That(recording.GetProperty("duration").GetDouble(), Is.EqualTo(12.5));
        Assert.That(recording.GetProperty("endDate").GetInt64(), Is.Positive);

        using var document = JsonDocument.Parse(await File.ReadAllTextAsync(MetadataFile(id)));
        foreach (var property in recording.EnumerateObject())
            Assert.That(
                document.RootElement.GetProperty(property.Name).ToString(),
                Is.EqualTo(property.Value.ToString()),
                property.Name
            );

        using var admin = await Meet.SignInAsAdminAsync();
        using var stream = await admin.GetAsync($"/meet/internal-api/v1/recordings/{id}/stream");
        Assert.That(await stream.Content.ReadAsStringAsync(), Is.EqualTo("whole media"));
        Assert.That(room.Name, Is.EqualTo(recording.GetProperty("roomId").GetString()));
        moderator.Dispose();
    }

    [Test]
    public async Task A_failed_recording_has_a_reason()
    {
        var (_, moderator, id) = await RecordAsync();
        LiveKit.State.Move(Egress.Id, "EGRESS_FAILED", error: "disk full");
        await TellAsync(LiveKitWebhooks.EgressChanged(Egress));

        var recording = await GetAsync(id);
        Assert.That(recording.GetProperty("status").GetString(), Is.EqualTo("FAILED"));
        Assert.That(recording.GetProperty("error").GetString(), Is.EqualTo("disk full"));
        Assert.That(recording.GetProperty("errorCode").GetInt32(), Is.EqualTo(500));
        Assert.That(SignalledTopics.Last(), Is.EqualTo("recordingFailed"));
        moderator.Dispose();
    }

    [Test]
    public async Task Events_out_of_order_do_not_change_a_recording_back()
    {
        var (_, moderator, id) = await RecordAsync();
        var active = LiveKitWebhooks.EgressChanged(Egress);
        await CompleteAsync();

        await TellAsync(active);

        Assert.That(await StatusOfAsync(id), Is.EqualTo("COMPLETE"));
        moderator.Dispose();
    }

    [Test]
    public async Task A_recording_whose_events_were_lost_is_completed_by_the_reconciler()
    {
        var (_, moderator, id) = await RecordAsync();
        Directory.CreateDirectory(Path.GetDirectoryName(Egress.Path)!);
        await File.WriteAllTextAsync(Egress.Path, "media");
        LiveKit.State.Move(Egress.Id, "EGRESS_COMPLETE", TimeSpan.FromSeconds(1), 5);

        Meet.Clock.Advance(AMinute);

        await Eventually.HoldsAsync(
            async () => await StatusOfAsync(id) == "COMPLETE" && File.Exists(MetadataFile(id)),
            "the reconciler has found out"
        );
        moderator.Dispose();
    }

    [Test]
    public async Task A_recording_that_LiveKit_no_longer_knows_has_failed()
    {
        var (room, moderator, id) = await RecordAsync();
        LiveKit.State.ForgetEgress(Egress.Id);

        Meet.Clock.Advance(AMinute);

        await Eventually.HoldsAsync(
            async () => await StatusOfAsync(id) == "FAILED",
            "the reconciler has found out"
        );
        using var again = await PassTimeUntilAsync(StartAsync(moderator, room));
        Assert.That(again.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        moderator.Dispose();
    }

    [Test]
    public async Task A_running_recording_is_not_deleted()
    {
        var (_, moderator, id) = await RecordAsync();
        using var admin = await Meet.SignInAsAdminAsync();

        using var answer = await admin.DeleteAsync($"{Recordings}/{id}");

        await answer.ShouldBeErrorAsync(
            HttpStatusCode.Conflict,
            "The recording is in progress",
            "Recording Error"
        );
        moderator.Dispose();
    }

    [Test]
    public async Task A_deleted_recording_is_not_restored_by_a_late_event()
    {
        var (_, moderator, id) = await RecordAsync();
        await CompleteAsync();
        var late = LiveKitWebhooks.EgressChanged(Egress);
        using var admin = await Meet.SignInAsAdminAsync();

        using var deleted = await admin.DeleteAsync($"{Recordings}/{id}");
        await TellAsync(late);

        Assert.That(deleted.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That(File.Exists(Egress.Path), Is.False);
        Assert.That(File.Exists(MetadataFile(id)), Is.False);
        Assert.That(SignalledTopics.Last(), Is.EqualTo("recordingDeleted"));
        using var asked = await admin.GetAsync($"{Recordings}/{id}");
        await asked.ShouldBeErrorAsync(HttpStatusCode.NotFound, "Recording not found");
        using var again = await admin.DeleteAsync($"{Recordings}/{id}");
        await again.ShouldBeErrorAsync(HttpStatusCode.NotFound, "Recording not found");
        moderator.Dispose();
    }

    [Test]
    public async Task Several_recordings_are_deleted_independently_of_each_other()
    {
        var (room, moderator, first) = await RecordAsync();
        await CompleteAsync();
        using var started = await PassTimeUntilAsync(StartAsync(moderator, room));
        var running = (await started.ReadJsonAsync()).GetProperty("recordingId").GetString()!;
        using var admin = await Meet.SignInAsAdminAsync();

        using var answer = await admin.DeleteAsync(
            $"{Recordings}?recordingIds={first},{running},nothing"
        );

        var outcome = await answer.ReadJsonAsync();
        Assert.That(
            outcome.GetProperty("deleted").EnumerateArray().Select(id => id.GetString()),
            Is.EqualTo([first])
        );
        Assert.That(
            outcome
                .GetProperty("notDeleted")
                .EnumerateArray()
                .Select(kept =>
                    (
                        kept.GetProperty("recordingId").GetString(),
                        kept.GetProperty("error").GetString()
                    )
                ),
            Is.EqualTo([
                (running, "The recording is in progress"),
                ("nothing", "Recording not found"),
            ])
        );
        moderator.Dispose();
    }

    [Test]
    public async Task Recordings_of_a_deleted_room_stay()
    {
        var (room, moderator, id) = await RecordAsync();
        await CompleteAsync();
        using var admin = await Meet.SignInAsAdminAsync();

        (await admin.DeleteAsync($"/meet/api/v1/rooms/{room.Name}")).Dispose();

        Assert.That(await StatusOfAsync(id), Is.EqualTo("COMPLETE"));
        moderator.Dispose();
    }
}
