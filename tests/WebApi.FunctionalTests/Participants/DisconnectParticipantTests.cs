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
    public async Task A_moderator_can_disconnect_a_participant_once(string name)
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

    private async Task<Browser> JoinAsync(string name, string secret)
    {
        var browser = _meet.NewBrowser();
        using var answer = await browser.RequestTokenAsync(_room, name, secret);
        answer.EnsureSuccessStatusCode();
        return browser;
    }
}
