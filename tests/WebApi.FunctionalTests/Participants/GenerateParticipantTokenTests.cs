using System.Net;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.WebApi.FunctionalTests.Participants;

public sealed class GenerateParticipantTokenTests
{
    private const string Path = "/meet/internal-api/v1/participants/token";

    private MeetApiFactory _meet = null!;
    private TestRoom _room = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _meet = new MeetApiFactory();
        _room = await _meet.CreateRoomAsync();
    }

    [TearDown]
    public async Task StopAsync() => await _meet.DisposeAsync();

    [TestCase("moderator", true)]
    [TestCase("publisher", false)]
    public async Task A_secret_of_the_room_gives_a_token_of_its_role(string role, bool canRecord)
    {
        using var browser = _meet.NewBrowser();
        using var answer = await browser.RequestTokenAsync(_room, "Alice", SecretOf(role));

        var token = (await answer.ReadJsonAsync()).GetProperty("token").GetString()!;
        Assert.That(browser.Cookie(Browser.ParticipantCookie), Is.EqualTo(token));
        Assert.That(
            answer.Headers.GetValues("Set-Cookie").Single(),
            Does.EndWith($"; max-age={(6 + 24) * 3600}; path=/; samesite=strict; httponly")
        );

        var claims = new JsonWebToken(token);
        var now = _meet.Clock.GetUtcNow().UtcDateTime;
        var metadata = JsonDocument.Parse(claims.GetPayloadValue<string>("metadata")).RootElement;
        Assert.Multiple(() =>
        {
            Assert.That(claims.Issuer, Is.EqualTo(MeetApiFactory.LiveKitApiKey));
            Assert.That(claims.Subject, Is.EqualTo("Alice"));
            Assert.That(claims.GetPayloadValue<string>("name"), Is.EqualTo("Alice"));
            Assert.That(claims.ValidFrom, Is.EqualTo(now));
            Assert.That(claims.IssuedAt, Is.EqualTo(now));
            Assert.That(claims.ValidTo, Is.EqualTo(now.AddHours(6)));
            Assert.That(claims.Id, Is.Not.Empty);
            Assert.That(
                claims.GetPayloadValue<JsonElement>("video").GetRawText(),
                Is.EqualTo(
                    $$"""{"roomJoin":true,"room":"{{_room.Name}}","canPublish":true,"canSubscribe":true,"canPublishData":true,"canUpdateOwnMetadata":true}"""
                )
            );
            Assert.That(metadata.GetProperty("role").GetString(), Is.EqualTo(role));
            Assert.That(metadata.GetProperty("livekitUrl").GetString(), Is.Not.Null);
            Assert.That(
                metadata.GetProperty("permissions").GetRawText(),
                Is.EqualTo(
                    $$"""{"canPublishScreen":true,"canRecord":{{(canRecord ? "true" : "false")}},"canChat":true,"canChangeVirtualBackground":true}"""
                )
            );
        });
    }

    [TestCase("""{}""", "roomName", "participantName", "secret")]
    [TestCase("""{"roomName":"r","secret":"s"}""", "participantName")]
    [TestCase(
        """{"roomName":" ","participantName":"\t","secret":""}""",
        "roomName",
        "participantName",
        "secret"
    )]
    [TestCase("""{"roomName":5,"participantName":"a","secret":"s"}""", "roomName")]
    [TestCase("""{"roomName":"r","participantName":["a"],"secret":"s"}""", "participantName")]
    [TestCase("""{"roomName":"r","participantName":"a","secret":{"s":1}}""", "secret")]
    [TestCase("""{"roomName":"r","participantName":"a\u0000b","secret":"s"}""", "participantName")]
    [TestCase("""null""", "roomName", "participantName", "secret")]
    public async Task What_is_missing_or_out_of_range_is_named(string json, params string[] fields)
    {
        using var browser = _meet.NewBrowser();
        using var body = new StringContent(json, null, "application/json");
        using var answer = await browser.PostAsync(Path, body);

        await answer.ShouldNameFieldsAsync(fields);
        Assert.That(
            (await answer.ReadJsonAsync()).GetProperty("message").GetString(),
            Is.EqualTo("Invalid request body")
        );
    }

    [TestCase(256, 200)]
    [TestCase(257, 422)]
    public async Task A_name_has_256_characters_at_the_most(int length, int status)
    {
        using var browser = _meet.NewBrowser();
        using var answer = await browser.RequestTokenAsync(
            _room,
            new string('a', length),
            _room.PublisherSecret
        );
        Assert.That((int)answer.StatusCode, Is.EqualTo(status));
    }

    [Test]
    public async Task An_unknown_room_and_an_expired_one_do_not_exist()
    {
        using var browser = _meet.NewBrowser();
        using var unknown = await browser.RequestTokenAsync(
            _room with
            {
                Name = "nowhere",
            },
            "Alice",
            "any"
        );
        _meet.Clock.Advance(TimeSpan.FromDays(1));
        using var expired = await browser.RequestTokenAsync(_room, "Alice", _room.PublisherSecret);

        await unknown.ShouldBeErrorAsync(
            HttpStatusCode.NotFound,
            "The room does not exist",
            "Room Error"
        );
        await expired.ShouldBeErrorAsync(
            HttpStatusCode.NotFound,
            "The room does not exist",
            "Room Error"
        );
    }

    [Test]
    public async Task A_secret_of_neither_role_is_refused()
    {
        var other = await _meet.CreateRoomAsync();
        using var browser = _meet.NewBrowser();
        using var answer = await browser.RequestTokenAsync(_room, "Alice", other.ModeratorSecret);

        await answer.ShouldBeErrorAsync(
            HttpStatusCode.Forbidden,
            "Insufficient permissions to access this resource"
        );
        Assert.That(answer.Headers.Contains("Set-Cookie"), Is.False);
    }

    [Test]
    public async Task A_name_is_its_browsers_own_until_its_participant_is_disconnected()
    {
        using var alice = _meet.NewBrowser();
        using var moderator = _meet.NewBrowser();
        using var other = _meet.NewBrowser();
        (await alice.RequestTokenAsync(_room, "Alice", _room.PublisherSecret)).Dispose();
        (await moderator.RequestTokenAsync(_room, "Bob", _room.ModeratorSecret)).Dispose();

        using var taken = await other.RequestTokenAsync(_room, "Alice", _room.PublisherSecret);
        using var reload = await alice.RequestTokenAsync(_room, "Alice", _room.PublisherSecret);
        using var disconnected = await moderator.DisconnectAsync(_room, "Alice");
        using var free = await other.RequestTokenAsync(_room, "Alice", _room.PublisherSecret);

        await taken.ShouldBeErrorAsync(
            HttpStatusCode.Conflict,
            "Participant already exists in the room",
            "Participant Error"
        );
        Assert.That(reload.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(disconnected.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That(free.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Of_many_who_ask_for_one_name_at_the_same_moment_one_gets_it()
    {
        var browsers = Enumerable.Range(0, 20).Select(_ => _meet.NewBrowser()).ToList();

        var answers = await Task.WhenAll(
            browsers.Select(b => b.RequestTokenAsync(_room, "Alice", _room.PublisherSecret))
        );

        var statuses = answers.Select(answer => (int)answer.StatusCode).Order().ToList();
        Assert.That(statuses, Is.EqualTo(Enumerable.Repeat(409, 19).Prepend(200)));
    }

    [TestCase("none", "moderator", null, 200)]
    [TestCase("none", "moderator", "garbage", 200)]
    [TestCase("moderators_only", "moderator", null, 401)]
    [TestCase("moderators_only", "moderator", "garbage", 401)]
    [TestCase("moderators_only", "moderator", "user", 200)]
    [TestCase("moderators_only", "moderator", "admin", 200)]
    [TestCase("moderators_only", "publisher", null, 200)]
    [TestCase("all_users", "publisher", null, 401)]
    [TestCase("all_users", "publisher", "garbage", 401)]
    [TestCase("all_users", "publisher", "user", 200)]
    [TestCase("all_users", "moderator", "admin", 200)]
    public async Task The_auth_mode_decides_who_must_have_signed_in(
        string mode,
        string role,
        string? signedIn,
        int status
    )
    {
        using var operatorOfMeet = _meet.NewBrowser().With("X-API-KEY", MeetApiFactory.ApiKey);
        using var changed = await operatorOfMeet.PutAsync(
            "/meet/api/v1/preferences/security",
            new { authentication = new { authMode = mode } }
        );
        changed.EnsureSuccessStatusCode();
        using var browser = signedIn switch
        {
            null => _meet.NewBrowser(),
            "garbage" => _meet.NewBrowser().WithCookie(Browser.AccessCookie, "garbage"),
            _ => await _meet.SignInAsync(signedIn),
        };

        using var answer = await browser.RequestTokenAsync(_room, "Alice", SecretOf(role));

        Assert.That((int)answer.StatusCode, Is.EqualTo(status));
    }

    private string SecretOf(string role) =>
        role == "moderator" ? _room.ModeratorSecret : _room.PublisherSecret;
}
