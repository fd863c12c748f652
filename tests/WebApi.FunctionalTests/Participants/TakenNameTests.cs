using System.Net;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.WebApi.FunctionalTests.Participants;

/// <summary>Conditions for a token: rooms, secrets, and taken names.</summary>
public sealed class TakenNameTests
{
    private const string NameTaken = "Participant already exists in the room";
    private const string Forbidden = "Insufficient permissions to access this resource";
    private const string NoRoom = "The room does not exist";

    private MeetApiFactory _meet = null!;
    private TestRoom _room = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _meet = new MeetApiFactory(new Dictionary<string, string> { ["MEET_KICK_HOLD"] = "0" });
        _room = await _meet.CreateRoomAsync();
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await _meet.DisposeAsync();

    [Test]
    public async Task An_unknown_room_is_not_found()
    {
        using var browser = _meet.NewBrowser();
        var unknown = _room with { Name = "test-000000000000000" };
        using var answer = await browser.RequestTokenAsync(unknown, "Ann", _room.ModeratorSecret);

        await answer.ShouldBeErrorAsync(HttpStatusCode.NotFound, NoRoom, "Room Error");
    }

    [Test]
    public async Task An_expired_room_is_not_found()
    {
        await using var meet = new MeetApiFactory();
        var room = await meet.CreateRoomAsync();
        using var browser = meet.NewBrowser();
        meet.Clock.Advance(TimeSpan.FromDays(1) - TimeSpan.FromSeconds(1));
        using var before = await browser.RequestTokenAsync(room, "Ann", room.PublisherSecret);
        meet.Clock.Advance(TimeSpan.FromSeconds(1));
        using var after = await browser.RequestTokenAsync(room, "Ann", room.PublisherSecret);

        Assert.That(before.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        await after.ShouldBeErrorAsync(HttpStatusCode.NotFound, NoRoom, "Room Error");
    }

    [Test]
    public async Task A_wrong_secret_is_forbidden()
    {
        var other = await _meet.CreateRoomAsync();
        using var browser = _meet.NewBrowser();
        foreach (
            var secret in new[]
            {
                "wrong",
                other.ModeratorSecret,
                _room.PublisherSecret + "x",
                _room.PublisherSecret[..^1],
                _room.ModeratorSecret + " ",
            }
        )
        {
            using var answer = await browser.RequestTokenAsync(_room, "Ann", secret);
            await answer.ShouldBeErrorAsync(
                HttpStatusCode.Forbidden,
                Forbidden,
                "Authentication Error"
            );
            Assert.That(answer.Headers.Contains("Set-Cookie"), Is.False);
        }
    }

    [Test]
    public async Task A_taken_name_is_refused_with_either_secret()
    {
        using var first = _meet.NewBrowser();
        using var other = _meet.NewBrowser();
        using var joined = await first.RequestTokenAsync(_room, "Bob", _room.PublisherSecret);
        using var again = await first.RequestTokenAsync(_room, "Bob", _room.PublisherSecret);
        using var publisher = await other.RequestTokenAsync(_room, "Bob", _room.PublisherSecret);
        using var moderator = await other.RequestTokenAsync(_room, "Bob", _room.ModeratorSecret);

        Assert.That(joined.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(again.StatusCode, Is.EqualTo(HttpStatusCode.OK), "The page was reloaded.");
        Assert.That(publisher.Headers.Contains("Set-Cookie"), Is.False);
        foreach (var refused in new[] { publisher, moderator })
            await refused.ShouldBeErrorAsync(
                HttpStatusCode.Conflict,
                NameTaken,
                "Participant Error"
            );
    }

    [Test]
    public async Task A_token_for_another_room_or_name_does_not_open_a_taken_name()
    {
        var elsewhere = await _meet.CreateRoomAsync();
        using var bea = _meet.NewBrowser();
        using var joined = await bea.RequestTokenAsync(_room, "Bea", _room.PublisherSecret);

        using var sameName = _meet.NewBrowser();
        using var there = await sameName.RequestTokenAsync(
            elsewhere,
            "Bea",
            elsewhere.PublisherSecret
        );
        using var otherRoom = await sameName.RequestTokenAsync(_room, "Bea", _room.PublisherSecret);

        using var sameRoom = _meet.NewBrowser();
        using var here = await sameRoom.RequestTokenAsync(_room, "Bert", _room.PublisherSecret);
        using var otherName = await sameRoom.RequestTokenAsync(_room, "Bea", _room.PublisherSecret);

        Assert.That(there.StatusCode, Is.EqualTo(HttpStatusCode.OK), "Rooms share no names.");
        Assert.That(here.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(otherRoom.StatusCode, Is.EqualTo(HttpStatusCode.Conflict));
        Assert.That(otherName.StatusCode, Is.EqualTo(HttpStatusCode.Conflict));
    }

    [Test]
    public async Task Names_are_compared_exactly()
    {
        foreach (var name in new[] { "Carl", "carl", "Carl ", "Ca\u0301rl", "C\u00e1rl" })
        {
            using var browser = _meet.NewBrowser();
            using var answer = await browser.RequestTokenAsync(_room, name, _room.PublisherSecret);
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK), name);
        }
    }

    [Test]
    public async Task Of_many_concurrent_requests_one_gets_the_name()
    {
        var browsers = Enumerable.Range(0, 20).Select(_ => _meet.NewBrowser()).ToList();
        var answers = await Task.WhenAll(
            browsers.Select(browser =>
                browser.RequestTokenAsync(_room, "Contested", _room.PublisherSecret)
            )
        );

        var statuses = answers.Select(answer => (int)answer.StatusCode).ToList();
        Assert.That(statuses.Count(status => status == 200), Is.EqualTo(1));
        Assert.That(statuses.Count(status => status == 409), Is.EqualTo(19));
        foreach (var answer in answers)
            answer.Dispose();
        browsers.ForEach(browser => browser.Dispose());
    }

    [Test]
    public async Task Without_a_hold_a_name_is_free_again_after_its_participant_was_disconnected()
    {
        using var moderator = _meet.NewBrowser();
        using var dora = _meet.NewBrowser();
        using var next = _meet.NewBrowser();
        using var one = await moderator.RequestTokenAsync(_room, "Mod", _room.ModeratorSecret);
        using var two = await dora.RequestTokenAsync(_room, "Dora", _room.PublisherSecret);
        using var gone = await moderator.DisconnectAsync(_room, "Dora");
        using var answer = await next.RequestTokenAsync(_room, "Dora", _room.PublisherSecret);

        Assert.That(gone.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task The_request_is_checked_before_the_room_and_the_room_before_the_secret()
    {
        using var browser = _meet.NewBrowser();
        var unknown = _room with { Name = "unknown" };
        using var invalid = await browser.RequestTokenAsync(unknown, " ", "wrong");
        using var noRoom = await browser.RequestTokenAsync(unknown, "Eve", "wrong");

        await invalid.ShouldNameFieldsAsync("participantName");
        await noRoom.ShouldBeErrorAsync(HttpStatusCode.NotFound, NoRoom, "Room Error");
    }
}
