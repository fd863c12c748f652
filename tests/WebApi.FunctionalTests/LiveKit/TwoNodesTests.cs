using OpenViduMeet.TestSupport;
using OpenViduMeet.TestSupport.LiveKit;

namespace OpenViduMeet.WebApi.FunctionalTests.LiveKit;

/// <summary>Two servers with one database and one LiveKit.</summary>
public sealed class TwoNodesTests : RecordingTests
{
    private MeetApiFactory _other = null!;
    private LiveKitWebhooks _otherWebhooks = null!;

    [SetUp]
    public void StartOther()
    {
        _ = Meet.Address;
        _other = new MeetApiFactory(
            new Dictionary<string, string>
            {
                ["LIVEKIT_URL"] = LiveKit.Url.ToString(),
                ["MEET_DATA_DIR"] = Meet.DataDirectory,
            }
        );
        _otherWebhooks = new LiveKitWebhooks(_other.Address, _other.Clock);
    }

    [TearDown]
    public async Task StopOtherAsync()
    {
        _otherWebhooks.Dispose();
        await _other.DisposeAsync();
    }

    [Test]
    public async Task An_event_delivered_to_both_at_once_is_handled_once()
    {
        var (room, moderator, _) = await RecordAsync();
        var guests = Enumerable.Range(0, 20).Select(number => $"Guest {number}").ToList();
        foreach (var guest in guests)
            LiveKit.State.Join(room.Name, guest);

        var answers = await Task.WhenAll(
            guests
                .Select(guest => LiveKitWebhooks.ParticipantJoined(room.Name, guest))
                .SelectMany(joined =>
                    new[]
                    {
                        Webhooks.SendAsync((System.Text.Json.Nodes.JsonObject)joined.DeepClone()),
                        _otherWebhooks.SendAsync(
                            (System.Text.Json.Nodes.JsonObject)joined.DeepClone()
                        ),
                    }
                )
        );
        await Eventually.HoldsAsync(
            async () => (await EventsAsync()).GetProperty("waiting").GetInt32() == 0,
            "every event is handled"
        );

        Assert.That(answers.Select(answer => (int)answer.StatusCode), Is.All.EqualTo(200));
        var told = LiveKit.State.Sent.Where(sent => sent.Topic == "roomStatus");
        Assert.That(told.Select(sent => sent.To.Single()), Is.EquivalentTo(guests));
        foreach (var answer in answers)
            answer.Dispose();
        moderator.Dispose();
    }

    [Test]
    public async Task Of_two_concurrent_starts_on_both_nodes_one_records()
    {
        var (room, moderator) = await MeetAsync();
        using var elsewhere = await _other.EnterAsync(room, "Moderator elsewhere");
        var starts = Task.WhenAll(StartAsync(moderator, room), StartAsync(elsewhere, room));

        while (!starts.IsCompleted)
        {
            _other.Clock.Advance(TimeSpan.FromMilliseconds(500));
            Meet.Clock.Advance(TimeSpan.FromMilliseconds(500));
            await Task.WhenAny(starts, Task.Delay(TimeSpan.FromMilliseconds(5)));
        }

        var answers = await starts;
        Assert.That(answers.Select(answer => (int)answer.StatusCode), Is.EquivalentTo([200, 409]));
        Assert.That(LiveKit.State.Egresses, Has.Count.EqualTo(1));
        foreach (var answer in answers)
            answer.Dispose();
        moderator.Dispose();
    }
}
