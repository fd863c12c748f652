using System.Net;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.WebApi.FunctionalTests.Participants;

public sealed class DisconnectParticipantAccessTests
{
    private const string Path = "/meet/internal-api/v1/participants";
    private const string Forbidden = "Insufficient permissions to access this resource";

    private MeetApiFactory _meet = null!;
    private TestRoom _room = null!;

    [OneTimeSetUp]
    public void Start() => _meet = new MeetApiFactory();

    [OneTimeTearDown]
    public async Task StopAsync() => await _meet.DisposeAsync();

    [SetUp]
    public async Task CreateRoomAsync() => _room = await _meet.CreateRoomAsync();

    [Test]
    public async Task Disconnecting_without_a_participant_token_is_unauthorized()
    {
        using var bob = await JoinAsync(_room, "Bob", _room.PublisherSecret);
        using var nobody = _meet.NewBrowser();
        using var admin = await _meet.SignInAsAdminAsync();
        using var apiKey = _meet.NewBrowser().With("X-API-KEY", MeetApiFactory.ApiKey);
        using var garbage = _meet.NewBrowser().WithCookie(Browser.ParticipantCookie, "garbage");

        foreach (var browser in new[] { nobody, admin, apiKey, garbage })
        {
            using var answer = await browser.DisconnectAsync(_room, "Bob");
            await ShouldBeUnauthorizedAsync(answer);
        }
    }

    [TestCase(6 * 3600, 204)]
    [TestCase((6 * 3600) + 9, 204)]
    [TestCase((6 * 3600) + 10, 401)]
    [TestCase(7 * 3600, 401)]
    public async Task An_expired_token_is_accepted_within_ten_seconds_of_clock_skew(
        int age,
        int status
    )
    {
        using var moderator = await JoinAsync(_room, "Mod", _room.ModeratorSecret);
        using var bob = await JoinAsync(_room, "Bob", _room.PublisherSecret);
        _meet.Clock.Advance(TimeSpan.FromSeconds(age));

        using var answer = await moderator.DisconnectAsync(_room, "Bob");

        Assert.That((int)answer.StatusCode, Is.EqualTo(status));
        if (status == 401)
            await ShouldBeUnauthorizedAsync(answer);
    }

    [Test]
    public async Task A_publisher_cannot_disconnect_anybody_including_themselves()
    {
        using var bob = await JoinAsync(_room, "Bob", _room.PublisherSecret);
        foreach (var name in new[] { "Bob", "Nobody" })
        {
            using var answer = await bob.DisconnectAsync(_room, name);
            await ShouldBeForbiddenAsync(answer);
        }
    }

    [Test]
    public async Task A_moderator_of_another_room_is_forbidden()
    {
        var elsewhere = await _meet.CreateRoomAsync();
        using var bob = await JoinAsync(_room, "Bob", _room.PublisherSecret);
        using var moderator = await JoinAsync(elsewhere, "Mod", elsewhere.ModeratorSecret);

        using var answer = await moderator.DisconnectAsync(_room, "Bob");
        using var unknown = await moderator.DisconnectAsync(_room with { Name = "unknown" }, "Bob");

        await ShouldBeForbiddenAsync(answer);
        await ShouldBeForbiddenAsync(unknown);
    }

    [TestCase("")]
    [TestCase("?roomName=")]
    [TestCase("?roomName=%20")]
    [TestCase("?roomName={0}&roomName={0}")]
    [TestCase("?roomName={0}&roomName=other")]
    public async Task The_room_must_be_given_exactly_once(string query)
    {
        using var moderator = await JoinAsync(_room, "Mod", _room.ModeratorSecret);
        var withRoom = query.Replace("{0}", _room.Name, StringComparison.Ordinal);

        using var answer = await moderator.DeleteAsync($"{Path}/Mod{withRoom}");

        await answer.ShouldNameFieldsAsync("roomName");
        await answer.ShouldBeErrorAsync((HttpStatusCode)422, "Invalid request parameters");
    }

    [TestCase("")]
    [TestCase("?roomName=a&roomName=b")]
    public async Task The_token_is_checked_before_the_request(string query)
    {
        using var browser = _meet.NewBrowser();
        using var answer = await browser.DeleteAsync($"{Path}/Bob{query}");

        await ShouldBeUnauthorizedAsync(answer);
    }

    [Test]
    public async Task The_request_is_checked_before_the_role()
    {
        using var bob = await JoinAsync(_room, "Bob", _room.PublisherSecret);
        using var answer = await bob.DeleteAsync($"{Path}/Bob");

        await answer.ShouldNameFieldsAsync("roomName");
    }

    [TestCase("Nobody")]
    [TestCase("bob")]
    [TestCase("Bob ")]
    [TestCase("a\nb")]
    [TestCase(" ")]
    [TestCase("\u200B")]
    [TestCase(
        "üüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüü"
    )]
    public async Task A_participant_who_is_not_in_the_room_is_not_found(string name)
    {
        using var moderator = await JoinAsync(_room, "Mod", _room.ModeratorSecret);
        using var bob = await JoinAsync(_room, "Bob", _room.PublisherSecret);

        using var answer = await moderator.DisconnectAsync(_room, name);

        await answer.ShouldBeErrorAsync(
            HttpStatusCode.NotFound,
            "Participant not found",
            "Participant Error"
        );
    }

    [Test]
    public async Task A_trailing_slash_makes_no_difference()
    {
        using var moderator = await JoinAsync(_room, "Mod", _room.ModeratorSecret);
        using var bob = await JoinAsync(_room, "Bob/Rob", _room.PublisherSecret);

        using var answer = await moderator.DeleteAsync($"{Path}/Bob%2FRob/?roomName={_room.Name}");

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
    }

    private static Task ShouldBeUnauthorizedAsync(HttpResponseMessage answer) =>
        answer.ShouldBeErrorAsync(
            HttpStatusCode.Unauthorized,
            "Unauthorized",
            "Authentication Error"
        );

    private static Task ShouldBeForbiddenAsync(HttpResponseMessage answer) =>
        answer.ShouldBeErrorAsync(HttpStatusCode.Forbidden, Forbidden, "Authentication Error");

    private async Task<Browser> JoinAsync(TestRoom room, string name, string secret)
    {
        var browser = _meet.NewBrowser();
        using var answer = await browser.RequestTokenAsync(room, name, secret);
        answer.EnsureSuccessStatusCode();
        return browser;
    }
}
