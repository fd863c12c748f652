using System.Net;
using OpenViduMeet.TestSupport;
using OpenViduMeet.TestSupport.LiveKit;

namespace OpenViduMeet.WebApi.FunctionalTests.LiveKit;

public sealed class RoomsInLiveKitTests : LiveKitTests
{
    private const string Mark = """{"createdBy":"openvidu-meet"}""";

    [Test]
    public async Task A_new_room_is_opened_in_LiveKit_with_its_limit_and_our_mark()
    {
        LiveKit.ForgetCalls();
        var room = await Meet.CreateRoomAsync(maxParticipants: 7);

        var opened = LiveKit.State.Rooms.Single();
        Assert.That(opened.Name, Is.EqualTo(room.Name));
        Assert.That(opened.MaxParticipants, Is.EqualTo(7));
        Assert.That(opened.Metadata, Is.EqualTo(Mark));
        Assert.That(opened.EmptyTimeout, Is.Positive);
        Assert.That(opened.DepartureTimeout, Is.Positive);
    }

    [Test]
    public async Task A_room_that_LiveKit_cannot_open_is_not_created()
    {
        using var admin = (await Meet.SignInAsAdminAsync());
        await LiveKit.StopAsync();

        using var refused = await admin.PostAsync(
            "/meet/api/v1/rooms",
            new { expirationDate = Meet.Clock.GetUtcNow().AddDays(1).ToUnixTimeMilliseconds() }
        );
        await refused.ShouldBeErrorAsync(
            HttpStatusCode.ServiceUnavailable,
            "LiveKit is not available",
            "LiveKit Error"
        );

        using var rooms = await admin.GetAsync("/meet/api/v1/rooms?fields=roomName");
        var names = (await rooms.ReadJsonAsync())
            .EnumerateArray()
            .Select(room => room.GetProperty("roomName").GetString());
        Assert.That(names, Is.EqualTo(["demo"]));
    }

    [Test]
    public async Task Whoever_joins_first_opens_a_forgotten_room_with_the_same_limits()
    {
        var room = await Meet.CreateRoomAsync(maxParticipants: 7);
        using var browser = Meet.NewBrowser();
        using var answer = await browser.RequestTokenAsync(room, Alice, room.PublisherSecret);

        var token = (await answer.ReadJsonAsync()).GetProperty("token").GetString()!;
        var configuration = Access.Jwt.Payload(token).GetProperty("roomConfig");
        var opened = LiveKit.State.Rooms.Single();
        Assert.That(configuration.GetProperty("name").GetString(), Is.EqualTo(room.Name));
        Assert.That(configuration.GetProperty("maxParticipants").GetInt32(), Is.EqualTo(7));
        Assert.That(configuration.GetProperty("metadata").GetString(), Is.EqualTo(Mark));
        Assert.That(
            configuration.GetProperty("emptyTimeout").GetInt32(),
            Is.EqualTo(opened.EmptyTimeout)
        );
        Assert.That(
            configuration.GetProperty("departureTimeout").GetInt32(),
            Is.EqualTo(opened.DepartureTimeout)
        );
    }

    [Test]
    public async Task A_deleted_room_is_gone_and_everybody_is_disconnected()
    {
        var (room, moderator) = await MeetAsync();
        using var admin = await Meet.SignInAsAdminAsync();

        using var deleted = await admin.DeleteAsync($"/meet/api/v1/rooms/{room.Name}");

        Assert.That(deleted.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(
            (await deleted.ReadJsonAsync()).GetProperty("deletedRooms")[0].GetString(),
            Is.EqualTo(room.Name)
        );
        Assert.That(LiveKit.State.Rooms, Is.Empty);
        using var token = await moderator.RequestTokenAsync(room, "Bob", room.ModeratorSecret);
        await token.ShouldBeErrorAsync(HttpStatusCode.NotFound, "The room does not exist");
        using var again = await admin.DeleteAsync($"/meet/api/v1/rooms/{room.Name}");
        await again.ShouldBeErrorAsync(HttpStatusCode.NotFound, "The room does not exist");
        moderator.Dispose();
    }

    [Test]
    public async Task Several_rooms_are_deleted_at_once_and_unknown_ones_passed_over()
    {
        var first = await Meet.CreateRoomAsync();
        var second = await Meet.CreateRoomAsync();
        var kept = await Meet.CreateRoomAsync();
        using var admin = await Meet.SignInAsAdminAsync();

        using var deleted = await admin.SendAsync(
            HttpMethod.Delete,
            "/meet/api/v1/rooms",
            new { roomNames = new[] { first.Name, "nobody-knows-it", second.Name } }
        );

        var names = (await deleted.ReadJsonAsync()).GetProperty("deletedRooms");
        Assert.That(
            names.EnumerateArray().Select(name => name.GetString()),
            Is.EqualTo([first.Name, second.Name])
        );
        Assert.That(LiveKit.State.Rooms.Select(room => room.Name), Is.EqualTo([kept.Name]));
    }

    [Test]
    public async Task A_room_deleted_while_LiveKit_is_down_is_gone_at_once_and_closed_later()
    {
        var room = await Meet.CreateRoomAsync();
        LiveKit.State.Join(room.Name, Alice);
        using var admin = await Meet.SignInAsAdminAsync();
        await LiveKit.StopAsync();

        using var refused = await admin.DeleteAsync($"/meet/api/v1/rooms/{room.Name}");
        await refused.ShouldBeErrorAsync(
            HttpStatusCode.ServiceUnavailable,
            "LiveKit is not available"
        );
        using var asked = await admin.GetAsync($"/meet/api/v1/rooms/{room.Name}");
        Assert.That(asked.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));

        await LiveKit.StartAgainAsync();
        await PassTimeUntilAsync(
            TimeSpan.FromSeconds(20),
            () => LiveKit.State.Rooms.Count == 0,
            "the housekeeper closes the room"
        );
    }

    [Test]
    public async Task An_expired_room_gives_no_token_and_is_closed_within_a_minute()
    {
        var room = await Meet.CreateRoomAsync();
        LiveKit.State.Join(room.Name, Alice);

        Meet.Clock.Advance(TimeSpan.FromDays(1));

        using var browser = Meet.NewBrowser();
        using var token = await browser.RequestTokenAsync(room, "Bob", room.PublisherSecret);
        await token.ShouldBeErrorAsync(HttpStatusCode.NotFound, "The room does not exist");
        Meet.Clock.Advance(TimeSpan.FromSeconds(59));
        await Eventually.HoldsAsync(() => LiveKit.State.Rooms.Count == 0, "the room is closed");
    }

    [Test]
    public async Task A_room_opened_with_the_token_of_a_deleted_one_is_closed_again()
    {
        LiveKit.State.Open("deleted-room", Mark, 0, 300, 20);

        await TellAsync(LiveKitWebhooks.RoomStarted("deleted-room", Mark));

        Assert.That(LiveKit.State.Rooms, Is.Empty);
    }

    [Test]
    public async Task The_reconciler_closes_our_unknown_rooms_and_no_others()
    {
        var known = await Meet.CreateRoomAsync();
        LiveKit.State.Open("ours-but-unknown", Mark, 0, 300, 20);
        LiveKit.State.Open("of-others", "", 0, 300, 20);
        LiveKit.State.Open("of-others-too", """{"createdBy":"somebody"}""", 0, 300, 20);

        await PassTimeUntilAsync(
            TimeSpan.FromMinutes(1),
            () => LiveKit.State.Rooms.All(room => room.Name != "ours-but-unknown"),
            "the unknown room is closed"
        );

        Assert.That(
            LiveKit.State.Rooms.Select(room => room.Name),
            Is.EquivalentTo([known.Name, "of-others", "of-others-too"])
        );
    }
}
