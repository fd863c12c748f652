using OpenViduMeet.TestSupport;
using OpenViduMeet.TestSupport.LiveKit;

namespace OpenViduMeet.WebApi.FunctionalTests.LiveKit;

/// <summary>Two servers with separate databases that share one LiveKit, which sends every event to both.</summary>
public sealed class TwoInstallationsTests : LiveKitTests
{
    private MeetApiFactory _other = null!;
    private LiveKitWebhooks _otherWebhooks = null!;

    [SetUp]
    public void StartOther()
    {
        _other = new MeetApiFactory(
            new Dictionary<string, string> { ["LIVEKIT_URL"] = LiveKit.Url.ToString() }
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
    public async Task An_installation_does_not_close_an_opening_room_of_the_other()
    {
        var ours = await Meet.CreateRoomAsync();
        var theirs = await _other.CreateRoomAsync();

        await TellBothAsync(ours);
        await TellBothAsync(theirs);

        Assert.That(OpenRooms, Is.EquivalentTo([ours.Name, theirs.Name]));
    }

    [Test]
    public async Task An_installation_does_not_close_a_running_room_of_the_other()
    {
        var ours = await Meet.CreateRoomAsync();
        var theirs = await _other.CreateRoomAsync();

        await ReconcileAsync(Meet);
        await ReconcileAsync(_other);

        Assert.That(OpenRooms, Is.EquivalentTo([ours.Name, theirs.Name]));
    }

    [Test]
    public async Task Deleting_a_room_does_not_close_the_other_installations_room_of_the_same_name()
    {
        await OpenDemoRoomAsync(_other);
        using var admin = await Meet.SignInAsAdminAsync();

        using var deleted = await admin.DeleteAsync("/meet/api/v1/rooms/demo");

        Assert.That((int)deleted.StatusCode, Is.EqualTo(200));
        Assert.That(OpenRooms, Is.EqualTo(["demo"]));
    }

    private IEnumerable<string> OpenRooms => LiveKit.State.Rooms.Select(room => room.Name);

    /// <summary>Sends the room's opening to both servers, and waits until each has handled its own events.</summary>
    private async Task TellBothAsync(TestRoom room)
    {
        var metadata = LiveKit.State.Rooms.Single(open => open.Name == room.Name).Metadata;
        var opened = LiveKitWebhooks.RoomStarted(room.Name, metadata);
        await TellAsync(opened);
        using var answer = await _otherWebhooks.SendAsync(opened);
        Assert.That((int)answer.StatusCode, Is.EqualTo(200));
        await Eventually.HoldsAsync(
            async () => (await EventsOfAsync(_other)).GetProperty("waiting").GetInt32() == 0,
            "every event is handled"
        );
    }

    /// <summary>Waits until a second pass of the reconciler begins, so that the first has ended.</summary>
    private async Task ReconcileAsync(MeetApiFactory meet)
    {
        LiveKit.ForgetCalls();
        await Eventually.HoldsAsync(
            () =>
            {
                meet.Clock.Advance(TimeSpan.FromMinutes(1));
                return LiveKit.CalledMethods.Count(method => method == "ListRooms") > 1;
            },
            "the reconciler has run"
        );
    }

    /// <summary>Joins the demo room, which every installation has in Development.</summary>
    private async Task OpenDemoRoomAsync(MeetApiFactory meet)
    {
        using var admin = await meet.SignInAsAdminAsync();
        using var found = await admin.GetAsync("/meet/api/v1/rooms/demo");
        using var browser = meet.NewBrowser();
        var room = TestRoom.From(await found.ReadJsonAsync());
        using var answer = await browser.RequestTokenAsync(room, Alice, room.PublisherSecret);
        var token = (await answer.ReadJsonAsync()).GetProperty("token").GetString()!;
        LiveKit.State.JoinWith(token);
    }
}
