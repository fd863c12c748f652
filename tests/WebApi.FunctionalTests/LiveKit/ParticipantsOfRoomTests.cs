using System.Net;
using OpenViduMeet.TestSupport;
using OpenViduMeet.TestSupport.LiveKit;

namespace OpenViduMeet.WebApi.FunctionalTests.LiveKit;

/// <summary>What administrators and API keys do with the participants in a room.</summary>
public sealed class ParticipantsOfRoomTests : LiveKitTests
{
    private const string Rooms = "/meet/api/v1/rooms";

    private Browser _administrator = null!;

    [SetUp]
    public async Task SignInAsync() => _administrator = await Meet.SignInAsAdminAsync();

    [TearDown]
    public void CloseBrowser() => _administrator.Dispose();

    [Test]
    public async Task People_are_listed_and_recorders_are_not()
    {
        var room = await Meet.CreateRoomAsync();
        LiveKit.State.Join(room.Name, Alice);
        LiveKit.State.Join(room.Name, "EG_1", "EGRESS");
        LiveKit.State.Join(room.Name, "<b>Bob</b>");

        using var answer = await _administrator.GetAsync(PathOf(room));
        var participants = (await answer.ReadJsonAsync())
            .GetProperty("participants")
            .EnumerateArray()
            .ToList();

        Assert.That(
            participants.Select(one => one.GetProperty("participantName").GetString()),
            Is.EquivalentTo([Alice, "<b>Bob</b>"])
        );
        Assert.That(
            participants.Select(one => one.GetProperty("joinedDate").GetInt64()),
            Is.Ordered.And.All.Positive
        );
    }

    [Test]
    public async Task A_room_that_nobody_has_opened_is_empty()
    {
        var room = await Meet.CreateRoomAsync();
        using var answer = await _administrator.GetAsync(PathOf(room));

        Assert.That(await answer.Content.ReadAsStringAsync(), Is.EqualTo("{\"participants\":[]}"));
    }

    [Test]
    public async Task A_removed_participant_is_out_banned_and_in_the_audit_log()
    {
        var room = await Meet.CreateRoomAsync();
        using var bob = await Meet.EnterAsync(room, "Bob", room.PublisherSecret);
        LiveKit.State.JoinWith(bob.Cookie(Browser.ParticipantCookie)!);

        using var removed = await _administrator.DeleteAsync($"{PathOf(room)}/Bob");
        using var again = await bob.RequestTokenAsync(room, "Bob", room.PublisherSecret);
        using var twice = await _administrator.DeleteAsync($"{PathOf(room)}/Bob");
        using var log = await _administrator.GetAsync(
            "/meet/api/v1/audit?action=RemoveParticipant&outcome=Done"
        );

        Assert.That(removed.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That(LiveKit.State.ParticipantsOf(room.Name), Is.Empty);
        await again.ShouldBeErrorAsync(
            HttpStatusCode.Forbidden,
            "Insufficient permissions to access this resource",
            "Authentication Error"
        );
        await twice.ShouldBeErrorAsync(
            HttpStatusCode.NotFound,
            "Participant not found",
            "Participant Error"
        );
        var entry = (await log.ReadJsonAsync()).GetProperty("entries").EnumerateArray().Single();
        Assert.That(entry.GetProperty("actor").GetString(), Is.EqualTo("admin"));
        Assert.That(entry.GetProperty("participantName").GetString(), Is.EqualTo("Bob"));
        Assert.That(entry.GetProperty("roomName").GetString(), Is.EqualTo(room.Name));
    }

    [Test]
    public async Task A_name_with_a_slash_is_removed()
    {
        var room = await Meet.CreateRoomAsync();
        LiveKit.State.Join(room.Name, "Ann / Bob");

        using var removed = await _administrator.DeleteAsync(
            $"{PathOf(room)}/{Uri.EscapeDataString("Ann / Bob")}"
        );

        Assert.That(removed.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
    }

    /// <summary>Several installations or products may share one LiveKit.</summary>
    [Test]
    public async Task People_in_a_room_of_another_installation_are_neither_listed_nor_removed()
    {
        LiveKit.State.Join("foreign", Alice);

        using var listed = await _administrator.GetAsync($"{Rooms}/foreign/participants");
        using var removed = await _administrator.DeleteAsync(
            $"{Rooms}/foreign/participants/{Alice}"
        );

        foreach (var answer in new[] { listed, removed })
            await answer.ShouldBeErrorAsync(
                HttpStatusCode.NotFound,
                "The room does not exist",
                "Room Error"
            );
        Assert.That(LiveKit.State.ParticipantsOf("foreign"), Has.Count.EqualTo(1));
    }

    [TestCase("rooms", HttpStatusCode.OK, HttpStatusCode.NoContent)]
    [TestCase("rooms:read", HttpStatusCode.OK, HttpStatusCode.Forbidden)]
    [TestCase("recordings", HttpStatusCode.Forbidden, HttpStatusCode.Forbidden)]
    public async Task The_scope_of_an_API_key_decides(
        string scope,
        HttpStatusCode listing,
        HttpStatusCode removing
    )
    {
        var (room, moderator) = await MeetAsync();
        moderator.Dispose();
        using var created = await _administrator.PostAsync(
            "/meet/api/v1/api-keys",
            new { name = "key", scopes = new[] { scope } }
        );
        using var program = Meet.NewBrowser()
            .With("X-API-KEY", (await created.ReadJsonAsync()).GetProperty("key").GetString()!);

        using var listed = await program.GetAsync(PathOf(room));
        using var removed = await program.DeleteAsync($"{PathOf(room)}/{Alice}");

        Assert.That((listed.StatusCode, removed.StatusCode), Is.EqualTo((listing, removing)));
    }

    [Test]
    public async Task A_user_and_a_participant_may_do_neither()
    {
        var (room, moderator) = await MeetAsync();
        using var user = await Meet.SignInAsUserAsync();

        foreach (
            var (browser, expected) in new[]
            {
                (user, HttpStatusCode.Forbidden),
                (moderator, HttpStatusCode.Unauthorized),
            }
        )
        {
            using var listed = await browser.GetAsync(PathOf(room));
            using var removed = await browser.DeleteAsync($"{PathOf(room)}/{Alice}");
            Assert.That((listed.StatusCode, removed.StatusCode), Is.EqualTo((expected, expected)));
        }

        moderator.Dispose();
        Assert.That(LiveKit.State.ParticipantsOf(room.Name), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task While_LiveKit_is_down_both_are_unavailable()
    {
        var (room, moderator) = await MeetAsync();
        moderator.Dispose();
        LiveKit.InjectFault(LiveKitFault.InternalError);

        using var listed = await PassTimeUntilAsync(_administrator.GetAsync(PathOf(room)));
        using var removed = await PassTimeUntilAsync(
            _administrator.DeleteAsync($"{PathOf(room)}/{Alice}")
        );

        foreach (var answer in new[] { listed, removed })
            await answer.ShouldBeErrorAsync(
                HttpStatusCode.ServiceUnavailable,
                "LiveKit is not available",
                "LiveKit Error"
            );
    }

    private static string PathOf(TestRoom room) => $"{Rooms}/{room.Name}/participants";
}
