using System.Net;
using System.Text.Json;
using OpenViduMeet.TestSupport;
using OpenViduMeet.WebApi.FunctionalTests.Access;

namespace OpenViduMeet.WebApi.FunctionalTests.Participants;

public sealed class RefreshParticipantTokenTests
{
    private const string Forbidden = "Insufficient permissions to access this resource";

    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private MeetApiFactory _meet = null!;
    private TestRoom _room = null!;

    [OneTimeSetUp]
    public void Start() =>
        _meet = new MeetApiFactory(
            new Dictionary<string, string> { ["MEET_PARTICIPANT_TOKEN_EXPIRATION"] = "1h" }
        );

    [OneTimeTearDown]
    public async Task StopAsync() => await _meet.DisposeAsync();

    [SetUp]
    public async Task CreateRoomAsync() => _room = await _meet.CreateRoomAsync();

    [TestCase("publisher", "publisher", "publisher")]
    [TestCase("moderator", "moderator", "moderator")]
    [TestCase("moderator", "publisher", "publisher")]
    [TestCase("publisher", "moderator", "publisher")]
    public async Task A_refresh_never_raises_the_role(string before, string sent, string after)
    {
        using var browser = await JoinAsync("Ann", SecretFor(before));
        _meet.Clock.Advance(Lifetime);

        using var answer = await browser.RefreshTokenAsync(_room, "Ann", SecretFor(sent));

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        var token = (await answer.ReadJsonAsync()).GetProperty("token").GetString()!;
        using var metadata = JsonDocument.Parse(
            Jwt.Payload(token).GetProperty("metadata").GetString()!
        );
        Assert.That(metadata.RootElement.GetProperty("role").GetString(), Is.EqualTo(after));
        Assert.That(
            metadata.RootElement.GetProperty("permissions").GetProperty("canRecord").GetBoolean(),
            Is.EqualTo(after == "moderator")
        );
    }

    [Test]
    public async Task A_token_that_has_just_expired_is_replaced_with_a_valid_one()
    {
        using var browser = await JoinAsync("Ann", _room.PublisherSecret);
        _meet.Clock.Advance(Lifetime + TimeSpan.FromSeconds(1));

        using var answer = await browser.RefreshTokenAsync(_room, "Ann", _room.PublisherSecret);
        using var again = await browser.RefreshTokenAsync(_room, "Ann", _room.PublisherSecret);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        var token = (await answer.ReadJsonAsync()).GetProperty("token").GetString()!;
        var cookie = answer.Headers.GetValues("Set-Cookie").Single();
        Assert.That(cookie, Does.StartWith($"{Browser.ParticipantCookie}={token}; "));
        Assert.That(cookie, Does.Contain($"max-age={25 * 3600}").IgnoreCase);
        Assert.That(cookie, Does.Contain("path=/;").IgnoreCase);
        Assert.That(cookie, Does.Contain("httponly").IgnoreCase);
        Assert.That(cookie, Does.Contain("samesite=strict").IgnoreCase);
        Assert.That(again.StatusCode, Is.EqualTo(HttpStatusCode.Conflict));
    }

    [TestCase(0)]
    [TestCase(3599)]
    public async Task A_valid_token_is_not_replaced(int seconds)
    {
        using var browser = await JoinAsync("Ann", _room.PublisherSecret);
        _meet.Clock.Advance(TimeSpan.FromSeconds(seconds));

        using var answer = await browser.RefreshTokenAsync(_room, "Ann", _room.PublisherSecret);

        await answer.ShouldBeErrorAsync(
            HttpStatusCode.Conflict,
            "Participant token is still valid",
            "Participant Error"
        );
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("garbage")]
    [TestCase("a.b.c")]
    [TestCase("alg none")]
    [TestCase("wrong key")]
    [TestCase("HS512")]
    [TestCase("no exp")]
    [TestCase("no nbf")]
    [TestCase("other issuer")]
    [TestCase("no subject")]
    [TestCase("other id")]
    [TestCase("no proof of the role")]
    public async Task Without_a_valid_previous_token_a_refresh_is_refused(string? cookie)
    {
        using var joined = await JoinAsync("Ann", _room.PublisherSecret);
        _meet.Clock.Advance(Lifetime + TimeSpan.FromSeconds(30));
        using var browser = _meet.NewBrowser();
        var previous = joined.Cookie(Browser.ParticipantCookie)!;
        if (cookie is not null)
            browser.WithCookie(
                Browser.ParticipantCookie,
                cookie.Contains(' ', StringComparison.Ordinal) || cookie == "HS512"
                    ? Jwt.Forge(previous, cookie, Jwt.LiveKitKey)
                    : cookie
            );

        using var answer = await browser.RefreshTokenAsync(_room, "Ann", _room.PublisherSecret);

        await answer.ShouldBeErrorAsync(
            HttpStatusCode.NotFound,
            "Participant not found in the room",
            "Participant Error"
        );
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task The_previous_token_of_another_participant_is_forbidden(bool hasExpired)
    {
        using var ann = await JoinAsync("Ann", _room.PublisherSecret);
        using var bob = await JoinAsync("Bob", _room.ModeratorSecret);
        if (hasExpired)
            _meet.Clock.Advance(Lifetime);

        using var answer = await bob.RefreshTokenAsync(_room, "Ann", _room.ModeratorSecret);

        await answer.ShouldBeErrorAsync(
            HttpStatusCode.Forbidden,
            Forbidden,
            "Authentication Error"
        );
    }

    [Test]
    public async Task The_previous_token_of_another_room_is_forbidden()
    {
        using var ann = await JoinAsync("Ann", _room.PublisherSecret);
        var elsewhere = await _meet.CreateRoomAsync();
        _meet.Clock.Advance(Lifetime);

        using var answer = await ann.RefreshTokenAsync(elsewhere, "Ann", elsewhere.PublisherSecret);

        await answer.ShouldBeErrorAsync(
            HttpStatusCode.Forbidden,
            Forbidden,
            "Authentication Error"
        );
    }

    [Test]
    public async Task A_participant_who_was_disconnected_is_not_in_the_room()
    {
        using var ann = await JoinAsync("Ann", _room.PublisherSecret);
        using var moderator = await JoinAsync("Mod", _room.ModeratorSecret);
        using var gone = await moderator.DisconnectAsync(_room, "Ann");
        _meet.Clock.Advance(Lifetime);

        using var answer = await ann.RefreshTokenAsync(_room, "Ann", _room.PublisherSecret);

        await answer.ShouldBeErrorAsync(
            HttpStatusCode.NotFound,
            "Participant not found in the room",
            "Participant Error"
        );
    }

    [Test]
    public async Task Request_then_room_then_secret_are_checked()
    {
        using var browser = _meet.NewBrowser();
        var unknown = _room with { Name = "unknown" };
        using var invalid = await browser.RefreshTokenAsync(unknown, "", "wrong");
        using var noRoom = await browser.RefreshTokenAsync(unknown, "Ann", "wrong");
        using var wrongSecret = await browser.RefreshTokenAsync(_room, "Ann", "wrong");

        await invalid.ShouldNameFieldsAsync("participantName");
        await noRoom.ShouldBeErrorAsync(
            HttpStatusCode.NotFound,
            "The room does not exist",
            "Room Error"
        );
        await wrongSecret.ShouldBeErrorAsync(
            HttpStatusCode.Forbidden,
            Forbidden,
            "Authentication Error"
        );
    }

    private string SecretFor(string role) =>
        role == "moderator" ? _room.ModeratorSecret : _room.PublisherSecret;

    private async Task<Browser> JoinAsync(string name, string secret)
    {
        var browser = _meet.NewBrowser();
        using var answer = await browser.RequestTokenAsync(_room, name, secret);
        answer.EnsureSuccessStatusCode();
        return browser;
    }
}
