using OpenViduMeet.TestSupport;
using OpenViduMeet.TestSupport.LiveKit;

namespace OpenViduMeet.WebApi.FunctionalTests.LiveKit;

/// <summary>Two servers with a database each that share one LiveKit, which tells both of everything.</summary>
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
    public async Task Neither_closes_a_room_of_the_other_that_opens()
    {
        var ours = await Meet.CreateRoomAsync();
        var theirs = await _other.CreateRoomAsync();

        await TellBothAsync(ours);
        await TellBothAsync(theirs);

        Assert.That(OpenRooms, Is.EquivalentTo([ours.Name, theirs.Name]));
    }

    [Test]
    public async Task Neither_closes_a_running_room_of_the_other()
    {
        var ours = await Meet.CreateRoomAsync();
        var theirs = await _other.CreateRoomAsync();

        await ReconcileAsync(Meet);
        await ReconcileAsync(_other);

        Assert.That(OpenRooms, Is.EquivalentTo([ours.Name, theirs.Name]));
    }

    [Test]
    public async Task A_room_of_the_same_name_that_the_other_opened_stays_open_when_ours_is_deleted()
    {
        await OpenDemoRoomAsync(_other);
        using var admin = await Meet.SignInAsAdminAsync();

        using var deleted = await admin.DeleteAsync("/meet/api/v1/rooms/demo");

        Assert.That((int)deleted.StatusCode, Is.EqualTo(200));
        Assert.That(OpenRooms, Is.EqualTo(["demo"]));
    }

    private IEnumerable<string> OpenRooms => LiveKit.State.Rooms.Select(room => room.Name);

    /// <summary>LiveKit has told of the room's opening, and each has handled what is its own.</summary>
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

    /// <summary>Two passes of the reconciler begin, so that the first has ended.</summary>
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

    /// <summary>Somebody joins the demonstration room, which every installation has in Development.</summary>
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
