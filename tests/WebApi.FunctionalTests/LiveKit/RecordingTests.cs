using System.Net;
using System.Text.Json;
using OpenViduMeet.TestSupport;
using OpenViduMeet.TestSupport.LiveKit;

namespace OpenViduMeet.WebApi.FunctionalTests.LiveKit;

/// <summary>A test with a recording.</summary>
public abstract class RecordingTests : LiveKitTests
{
    protected const string Recordings = "/meet/api/v1/recordings";

    protected static readonly TimeSpan AMinute = TimeSpan.FromMinutes(1);

    /// <summary>The only egress.</summary>
    protected LiveKitEgress Egress => LiveKit.State.Egresses.Single();

    protected static Task<HttpResponseMessage> StartAsync(Browser browser, TestRoom room) =>
        browser.PostAsync(Recordings, new { roomId = room.Name });

    /// <summary>Creates a room that is being recorded.</summary>
    protected async Task<(TestRoom Room, Browser Moderator, string RecordingId)> RecordAsync()
    {
        var (room, moderator) = await MeetAsync();
        using var started = await PassTimeUntilAsync(StartAsync(moderator, room));
        Assert.That(started.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        var id = (await started.ReadJsonAsync()).GetProperty("recordingId").GetString()!;
        return (room, moderator, id);
    }

    /// <summary>Writes the media of the egress, and sends LiveKit's event.</summary>
    protected async Task CompleteAsync(string media = "media")
    {
        var path = Egress.Path;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path, media);
        LiveKit.State.Move(Egress.Id, "EGRESS_COMPLETE", TimeSpan.FromSeconds(12.5), media.Length);
        await TellAsync(LiveKitWebhooks.EgressChanged(Egress));
    }

    protected async Task<JsonElement> GetAsync(string recordingId)
    {
        using var admin = await Meet.SignInAsAdminAsync();
        using var answer = await admin.GetAsync($"{Recordings}/{recordingId}");
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        return await answer.ReadJsonAsync();
    }

    protected async Task<string?> StatusOfAsync(string recordingId) =>
        (await GetAsync(recordingId)).GetProperty("status").GetString();
}
