using System.Net;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.WebApi.FunctionalTests.Rooms;

public sealed class RotateLinksTests
{
    private MeetApiFactory _meet = null!;

    [OneTimeSetUp]
    public void Start() => _meet = new MeetApiFactory();

    [OneTimeTearDown]
    public async Task StopAsync() => await _meet.DisposeAsync();

    [TestCase(true, true)]
    [TestCase(true, false)]
    [TestCase(false, true)]
    public async Task Old_links_give_no_token_and_the_others_do(bool moderator, bool publisher)
    {
        var old = await _meet.CreateRoomAsync();
        using var browser = await _meet.EnterAsync(old);
        string[] links =
        [
            .. moderator ? new[] { "moderator" } : [],
            .. publisher ? new[] { "publisher" } : [],
        ];

        using var answer = await RotateAsync(browser, old, new { links });
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        var rotated = TestRoom.From(await answer.ReadJsonAsync());

        Assert.That(rotated.Name, Is.EqualTo(old.Name));
        Assert.That(
            await StatusesAsync(old),
            Is.EqualTo((moderator ? 403 : 200, publisher ? 403 : 200))
        );
        Assert.That(await StatusesAsync(rotated), Is.EqualTo((200, 200)));
    }

    [Test]
    public async Task Participants_stay_until_their_token_expires_and_then_need_the_new_link()
    {
        var old = await _meet.CreateRoomAsync(days: 3);
        using var moderator = await _meet.EnterAsync(old);
        using var participant = await _meet.EnterAsync(old, "Alice", old.PublisherSecret);
        using var answer = await RotateAsync(moderator, old, new { links = new[] { "publisher" } });
        var rotated = TestRoom.From(await answer.ReadJsonAsync());

        using var disconnectElse = await moderator.DisconnectAsync(old, "Nobody");
        _meet.Clock.Advance(TimeSpan.FromHours(7));
        using var oldLink = await participant.RefreshTokenAsync(old, "Alice", old.PublisherSecret);
        using var newLink = await participant.RefreshTokenAsync(
            old,
            "Alice",
            rotated.PublisherSecret
        );

        Assert.That(disconnectElse.StatusCode, Is.EqualTo(HttpStatusCode.NotFound), "Still in");
        await oldLink.ShouldBeErrorAsync(
            HttpStatusCode.Forbidden,
            "Insufficient permissions to access this resource"
        );
        Assert.That(newLink.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    private static readonly object[] BadBodies =
    [
        new { },
        new { links = Array.Empty<string>() },
        new { links = new[] { "moderator", "moderator" } },
    ];

    [TestCaseSource(nameof(BadBodies))]
    public async Task Links_must_be_named_once(object body)
    {
        var room = await _meet.CreateRoomAsync();
        using var moderator = await _meet.EnterAsync(room);
        using var answer = await RotateAsync(moderator, room, body);
        await answer.ShouldNameFieldsAsync("links");
    }

    [Test]
    public async Task Publishers_and_strangers_cannot_rotate()
    {
        var room = await _meet.CreateRoomAsync();
        using var publisher = await _meet.EnterAsync(room, "Bob", room.PublisherSecret);
        using var stranger = _meet.NewBrowser();
        var body = new { links = new[] { "moderator" } };

        using var forbidden = await RotateAsync(publisher, room, body);
        using var unauthorized = await RotateAsync(stranger, room, body);

        Assert.That(forbidden.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(unauthorized.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That(await StatusesAsync(room), Is.EqualTo((200, 200)));
    }

    private static Task<HttpResponseMessage> RotateAsync(Browser by, TestRoom room, object body) =>
        by.PostAsync($"/meet/api/v1/rooms/{room.Name}/links/rotate", body);

    private async Task<(int Moderator, int Publisher)> StatusesAsync(TestRoom room)
    {
        using var browser = _meet.NewBrowser();
        using var moderator = await browser.RequestTokenAsync(
            room,
            $"M {Guid.NewGuid()}",
            room.ModeratorSecret
        );
        using var publisher = await browser.RequestTokenAsync(
            room,
            $"P {Guid.NewGuid()}",
            room.PublisherSecret
        );
        return ((int)moderator.StatusCode, (int)publisher.StatusCode);
    }
}
