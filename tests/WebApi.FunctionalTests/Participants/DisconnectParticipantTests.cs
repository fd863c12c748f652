using System.Net;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.WebApi.FunctionalTests.Participants;

public sealed class DisconnectParticipantTests
{
    private MeetApiFactory _meet = null!;
    private TestRoom _room = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _meet = new MeetApiFactory();
        _room = await _meet.CreateRoomAsync();
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await _meet.DisposeAsync();

    [TestCase("Bob")]
    [TestCase("Bob/Alice & co")]
    [TestCase("100% %2F")]
    [TestCase("José 日本")]
    public async Task A_moderator_disconnects_a_participant_once(string name)
    {
        using var moderator = await JoinAsync($"Moderator of {name}", _room.ModeratorSecret);
        using var participant = await JoinAsync(name, _room.PublisherSecret);

        using var first = await moderator.DisconnectAsync(_room, name);
        using var second = await moderator.DisconnectAsync(_room, name);

        Assert.That(first.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That(await first.Content.ReadAsStringAsync(), Is.Empty);
        await second.ShouldBeErrorAsync(
            HttpStatusCode.NotFound,
            "Participant not found",
            "Participant Error"
        );
    }

    [Test]
    public async Task Only_a_moderator_of_the_room_may()
    {
        var other = await _meet.CreateRoomAsync();
        using var victim = await JoinAsync("Victim", _room.PublisherSecret);
        using var publisher = await JoinAsync("Publisher", _room.PublisherSecret);
        using var elsewhere = _meet.NewBrowser();
        (await elsewhere.RequestTokenAsync(other, "Mo", other.ModeratorSecret)).Dispose();
        using var admin = await _meet.SignInAsAdminAsync();
        using var holder = _meet.NewBrowser().With("X-API-KEY", MeetApiFactory.ApiKey);

        foreach (
            var (browser, status) in new[]
            {
                (publisher, 403),
                (elsewhere, 403),
                (admin, 401),
                (holder, 401),
            }
        )
        {
            using var answer = await browser.DisconnectAsync(_room, "Victim");
            Assert.That((int)answer.StatusCode, Is.EqualTo(status));
        }
    }

    [TestCase("")]
    [TestCase("?roomName=")]
    [TestCase("?roomName=%20")]
    [TestCase("?roomName=ROOM&roomName=ROOM")]
    public async Task The_room_is_named_once(string query)
    {
        using var moderator = await JoinAsync($"Mo{query}", _room.ModeratorSecret);
        using var answer = await moderator.DeleteAsync(
            "/meet/internal-api/v1/participants/Bob"
                + query.Replace("ROOM", _room.Name, StringComparison.Ordinal)
        );
        await answer.ShouldNameFieldsAsync("roomName");
    }

    private async Task<Browser> JoinAsync(string name, string secret)
    {
        var browser = _meet.NewBrowser();
        using var answer = await browser.RequestTokenAsync(_room, name, secret);
        answer.EnsureSuccessStatusCode();
        return browser;
    }
}
