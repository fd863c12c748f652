using System.Net;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.TestSupport;
using OpenViduMeet.TestSupport.LiveKit;

namespace OpenViduMeet.WebApi.FunctionalTests.LiveKit;

public sealed class RoomsInLiveKitTests : LiveKitTests
{
    private const string NameId = "ours";
    private const string Mark = $$"""{"createdBy":"openvidu-meet","installation":"{{NameId}}"}""";

    protected override Task<IReadOnlyDictionary<string, string>> MoreSettingsAsync() =>
        Task.FromResult<IReadOnlyDictionary<string, string>>(
            new Dictionary<string, string> { ["MEET_NAME_ID"] = NameId }
        );

    [Test]
    public async Task A_new_room_is_opened_in_LiveKit_with_its_limit_and_metadata()
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
    public async Task A_token_reopens_a_room_that_LiveKit_has_closed_with_the_same_limits()
    {
        var room = await Meet.CreateRoomAsync(maxParticipants: 7);
        using var browser = Meet.NewBrowser();
        using var answer = await browser.RequestTokenAsync(room, Alice, room.PublisherSecret);

        var token = (await answer.ReadJsonAsync()).GetProperty("token").GetString()!;
        var configuration = Access.Jwt.Payload(token).GetProperty("roomConfig");
        var opened = LiveKit.State.Rooms.Single();
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
    public async Task Deleting_a_room_disconnects_its_participants()
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
    public async Task Several_rooms_are_deleted_and_unknown_ones_skipped()
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
    public async Task A_room_deleted_while_LiveKit_is_unavailable_is_gone_at_once_and_closed_later()
    {
        var room = await Meet.CreateRoomAsync();
        LiveKit.State.Join(room.Name, Alice);
        using var admin = await Meet.SignInAsAdminAsync();
        await LiveKit.StopAsync();

        using var deleted = await admin.DeleteAsync($"/meet/api/v1/rooms/{room.Name}");
        Assert.That(deleted.StatusCode, Is.EqualTo(HttpStatusCode.OK));
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

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_deleted_room_reopened_by_an_old_token_is_closed(bool isTold)
    {
        var (room, token) = await NewRoomWithTokenAsync();
        await DeleteAsync(room);
        var opened = LiveKit.State.JoinWith(token);

        if (isTold)
            await TellAsync(LiveKitWebhooks.RoomStarted(room.Name, opened.Metadata));
        else
            await PassTimeUntilAsync(
                TimeSpan.FromMinutes(1),
                () => LiveKit.State.Rooms.Count == 0,
                "the reconciler closes the room"
            );

        Assert.That(LiveKit.State.Rooms, Is.Empty);
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_deleted_room_that_exists_again_is_not_closed(bool isTold)
    {
        var (room, token) = await NewRoomWithTokenAsync();
        var kept = await FindAsync(room);
        await DeleteAsync(room);
        await AddAsync(kept);
        var opened = LiveKit.State.JoinWith(token);

        if (isTold)
            await TellAsync(LiveKitWebhooks.RoomStarted(room.Name, opened.Metadata));
        else
            await ReconcileAsync();

        Assert.That(LiveKit.State.Rooms.Select(open => open.Name), Is.EqualTo([room.Name]));
    }

    [Test]
    public async Task A_deleted_room_is_forgotten_when_all_its_tokens_have_expired()
    {
        var (room, token) = await NewRoomWithTokenAsync();
        await DeleteAsync(room);
        Meet.Clock.Advance(TimeSpan.FromDays(8));
        await ReconcileAsync();

        var opened = LiveKit.State.JoinWith(token);
        await TellAsync(LiveKitWebhooks.RoomStarted(room.Name, opened.Metadata));

        Assert.That(LiveKit.State.Rooms.Select(open => open.Name), Is.EqualTo([room.Name]));
    }

    [Test]
    public async Task Foreign_rooms_are_not_closed()
    {
        string[] others =
        [
            "",
            "no JSON",
            """{"createdBy":"somebody"}""",
            """{"createdBy":"openvidu-meet"}""",
            """{"createdBy":"openvidu-meet","installation":"another"}""",
            """{"createdBy":"openvidu-meet","installation":7}""",
        ];
        for (var number = 0; number < others.Length; number++)
        {
            LiveKit.State.Open($"of-others-{number}", others[number], 0, 300, 20);
            await TellAsync(LiveKitWebhooks.RoomStarted($"of-others-{number}", others[number]));
        }

        await ReconcileAsync();

        Assert.That(LiveKit.State.Rooms, Has.Count.EqualTo(others.Length));
    }

    [Test]
    public async Task A_room_that_an_older_database_does_not_know_is_not_closed()
    {
        var (room, _) = await NewRoomWithTokenAsync();
        var opened = LiveKit.State.Rooms.Single();
        await ForgetAsync(room);

        await TellAsync(LiveKitWebhooks.RoomStarted(room.Name, opened.Metadata));
        await ReconcileAsync();

        Assert.That(LiveKit.State.Rooms.Select(open => open.Name), Is.EqualTo([room.Name]));
    }

    private async Task<(TestRoom Room, string Token)> NewRoomWithTokenAsync()
    {
        var room = await Meet.CreateRoomAsync();
        using var browser = Meet.NewBrowser();
        using var answer = await browser.RequestTokenAsync(room, Alice, room.PublisherSecret);
        return (room, (await answer.ReadJsonAsync()).GetProperty("token").GetString()!);
    }

    private async Task DeleteAsync(TestRoom room)
    {
        using var admin = await Meet.SignInAsAdminAsync();
        using var deleted = await admin.DeleteAsync($"/meet/api/v1/rooms/{room.Name}");
        Assert.That(deleted.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    private async Task<Room> FindAsync(TestRoom room)
    {
        await using var scope = Meet.Services.CreateAsyncScope();
        var rooms = scope.ServiceProvider.GetRequiredService<IRoomRepository>();
        return (await rooms.FindAsync(RoomName.Parse(room.Name), CancellationToken.None))!;
    }

    private async Task AddAsync(Room room)
    {
        await using var scope = Meet.Services.CreateAsyncScope();
        var rooms = scope.ServiceProvider.GetRequiredService<IRoomRepository>();
        await rooms.AddAsync(room, CancellationToken.None);
    }

    /// <summary>Removes a room from the database, as when an older copy of the database is restored.</summary>
    private async Task ForgetAsync(TestRoom room)
    {
        await using var database = new SqliteConnection(
            $"Data Source={Path.Combine(Meet.DataDirectory, "meet.db")}"
        );
        await database.OpenAsync();
        await using var command = database.CreateCommand();
        command.CommandText = "DELETE FROM \"Rooms\" WHERE \"Name\" = $name";
        command.Parameters.AddWithValue("$name", room.Name);
        Assert.That(await command.ExecuteNonQueryAsync(), Is.EqualTo(1));
    }

    /// <summary>Waits until a second full pass of the reconciler begins, so that the first has ended.</summary>
    private async Task ReconcileAsync()
    {
        LiveKit.ForgetCalls();
        await PassTimeUntilAsync(
            TimeSpan.FromMinutes(1),
            () =>
                LiveKit.Calls.Count(call =>
                    call.Method == "ListRooms" && call.Request["names"] is null
                ) > 1,
            "the reconciler has run"
        );
    }
}
