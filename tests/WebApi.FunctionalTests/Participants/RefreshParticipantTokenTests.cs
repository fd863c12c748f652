using System.Net;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.WebApi.FunctionalTests.Participants;

public sealed class RefreshParticipantTokenTests
{
    private static readonly TimeSpan PastExpiry = TimeSpan.FromHours(6) + TimeSpan.FromSeconds(1);

    private MeetApiFactory _meet = null!;
    private TestRoom _room = null!;
    private Browser _alice = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _meet = new MeetApiFactory();
        _room = await _meet.CreateRoomAsync();
        _alice = _meet.NewBrowser();
        (await _alice.RequestTokenAsync(_room, "Alice", _room.PublisherSecret)).Dispose();
    }

    [TearDown]
    public async Task StopAsync()
    {
        _alice.Dispose();
        await _meet.DisposeAsync();
    }

    [Test]
    public async Task An_expired_token_is_replaced_and_never_by_a_higher_role()
    {
        _meet.Clock.Advance(PastExpiry);

        using var answer = await _alice.RefreshTokenAsync(_room, "Alice", _room.ModeratorSecret);

        var token = (await answer.ReadJsonAsync()).GetProperty("token").GetString()!;
        Assert.That(_alice.Cookie(Browser.ParticipantCookie), Is.EqualTo(token));
        var metadata = new JsonWebToken(token).GetPayloadValue<string>("metadata");
        Assert.That(
            JsonDocument.Parse(metadata).RootElement.GetProperty("role").GetString(),
            Is.EqualTo("publisher")
        );
    }

    [Test]
    public async Task A_token_that_is_still_valid_is_not_replaced()
    {
        using var answer = await _alice.RefreshTokenAsync(_room, "Alice", _room.PublisherSecret);

        await answer.ShouldBeErrorAsync(
            HttpStatusCode.Conflict,
            "Participant token is still valid",
            "Participant Error"
        );
    }

    [TestCase(null)]
    [TestCase("garbage")]
    public async Task Without_a_token_of_ours_nobody_takes_over_a_name(string? token)
    {
        _meet.Clock.Advance(PastExpiry);
        using var stranger = _meet.NewBrowser();
        if (token is not null)
            stranger.WithCookie(Browser.ParticipantCookie, token);

        using var answer = await stranger.RefreshTokenAsync(_room, "Alice", _room.PublisherSecret);

        await answer.ShouldBeErrorAsync(HttpStatusCode.Unauthorized, "Unauthorized");
    }

    [Test]
    public async Task A_token_of_another_participant_or_room_is_refused()
    {
        var other = await _meet.CreateRoomAsync();
        _meet.Clock.Advance(PastExpiry);

        using var name = await _alice.RefreshTokenAsync(_room, "Bob", _room.PublisherSecret);
        using var room = await _alice.RefreshTokenAsync(other, "Alice", other.PublisherSecret);

        Assert.That(name.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(room.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
    }

    [Test]
    public async Task Whoever_has_been_disconnected_gets_no_new_token()
    {
        using var moderator = _meet.NewBrowser();
        (await moderator.RequestTokenAsync(_room, "Mo", _room.ModeratorSecret)).Dispose();
        (await moderator.DisconnectAsync(_room, "Alice")).Dispose();
        _meet.Clock.Advance(PastExpiry);

        using var answer = await _alice.RefreshTokenAsync(_room, "Alice", _room.PublisherSecret);

        await answer.ShouldBeErrorAsync(
            HttpStatusCode.NotFound,
            "Participant not found in the room",
            "Participant Error"
        );
    }

    [Test]
    public async Task The_checks_come_in_their_order()
    {
        using var stranger = _meet.NewBrowser();
        using var missing = await stranger.RefreshTokenAsync(_room, "", "wrong");
        using var noRoom = await stranger.RefreshTokenAsync(
            _room with
            {
                Name = "no",
            },
            "Al",
            "wrong"
        );
        using var noRole = await stranger.RefreshTokenAsync(_room, "Alice", "wrong");

        Assert.That(
            new[] { missing, noRoom, noRole }.Select(answer => (int)answer.StatusCode),
            Is.EqualTo(new[] { 422, 404, 403 })
        );
    }
}
