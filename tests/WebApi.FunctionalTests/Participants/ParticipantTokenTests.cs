using System.Net;
using System.Text.Json;
using OpenViduMeet.TestSupport;
using OpenViduMeet.WebApi.FunctionalTests.Access;

namespace OpenViduMeet.WebApi.FunctionalTests.Participants;

public sealed class ParticipantTokenTests
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

    [TestCase("moderator", true)]
    [TestCase("publisher", false)]
    public async Task The_token_has_exactly_the_claims_that_LiveKit_and_the_client_read(
        string role,
        bool canRecord
    )
    {
        using var browser = _meet.NewBrowser();
        var name = $"José ({role})";

        using var answer = await browser.RequestTokenAsync(_room, name, SecretFor(role));

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        var body = await answer.ReadJsonAsync();
        Assert.That(body.EnumerateObject().Select(p => p.Name), Is.EqualTo(new[] { "token" }));
        var token = body.GetProperty("token").GetString()!;
        Assert.That(Jwt.Header(token).GetProperty("alg").GetString(), Is.EqualTo("HS256"));
        var claims = Jwt.Payload(token);
        var now = _meet.Clock.GetUtcNow().ToUnixTimeSeconds();
        Assert.That(
            claims.EnumerateObject().Select(claim => claim.Name),
            Is.EquivalentTo(
                new[]
                {
                    "iss",
                    "sub",
                    "name",
                    "nbf",
                    "iat",
                    "exp",
                    "jti",
                    "video",
                    "metadata",
                    "attributes",
                    "meetRole",
                }
            )
        );
        Assert.Multiple(() =>
        {
            Assert.That(
                claims.GetProperty("iss").GetString(),
                Is.EqualTo(MeetApiFactory.LiveKitApiKey)
            );
            Assert.That(claims.GetProperty("sub").GetString(), Is.EqualTo(name));
            Assert.That(claims.GetProperty("name").GetString(), Is.EqualTo(name));
            Assert.That(claims.GetProperty("nbf").GetInt64(), Is.EqualTo(now));
            Assert.That(claims.GetProperty("iat").GetInt64(), Is.EqualTo(now));
            Assert.That(claims.GetProperty("exp").GetInt64(), Is.EqualTo(now + (6 * 3600)));
            Assert.That(claims.GetProperty("jti").GetString(), Is.Not.Empty);
        });
        ShouldGrantTheLeast(claims.GetProperty("video"));
        ShouldDescribe(claims.GetProperty("metadata"), role, canRecord);
    }

    [TestCase("moderator")]
    [TestCase("publisher")]
    public async Task The_cookie_holds_the_token_and_outlives_it_by_a_day(string role)
    {
        using var browser = _meet.NewBrowser();

        using var answer = await browser.RequestTokenAsync(
            _room,
            $"Cookie {role}",
            SecretFor(role)
        );

        var token = (await answer.ReadJsonAsync()).GetProperty("token").GetString();
        var cookie = answer.Headers.GetValues("Set-Cookie").Single().Split("; ");
        Assert.That(cookie[0], Is.EqualTo($"OvMeetParticipantToken={token}"));
        Assert.That(
            cookie.Skip(1).Select(attribute => attribute.ToUpperInvariant()),
            Is.EquivalentTo(
                new[] { "PATH=/", "HTTPONLY", "SAMESITE=STRICT", $"MAX-AGE={(6 + 24) * 3600}" }
            )
        );
    }

    [Test]
    public async Task Every_token_has_an_id_of_its_own()
    {
        using var browser = _meet.NewBrowser();
        using var first = await browser.RequestTokenAsync(_room, "Ida", _room.PublisherSecret);
        using var second = await browser.RequestTokenAsync(_room, "Ida", _room.PublisherSecret);

        Assert.That(await IdOfAsync(first), Is.Not.EqualTo(await IdOfAsync(second)));
    }

    private string SecretFor(string role) =>
        role == "moderator" ? _room.ModeratorSecret : _room.PublisherSecret;

    private static async Task<JsonElement> ClaimsAsync(HttpResponseMessage answer) =>
        Jwt.Payload((await answer.ReadJsonAsync()).GetProperty("token").GetString()!);

    private static async Task<string?> IdOfAsync(HttpResponseMessage answer) =>
        (await ClaimsAsync(answer)).GetProperty("jti").GetString();

    private void ShouldGrantTheLeast(JsonElement video)
    {
        string[] granted =
        [
            "roomJoin",
            "canPublish",
            "canSubscribe",
            "canPublishData",
            "canUpdateOwnMetadata",
        ];
        Assert.That(
            video.EnumerateObject().Select(grant => grant.Name),
            Is.EquivalentTo(granted.Append("room"))
        );
        Assert.That(granted.Select(grant => video.GetProperty(grant).GetBoolean()), Is.All.True);
        Assert.That(video.GetProperty("room").GetString(), Is.EqualTo(_room.Name));
    }

    private static void ShouldDescribe(JsonElement metadata, string role, bool canRecord)
    {
        Assert.That(metadata.ValueKind, Is.EqualTo(JsonValueKind.String));
        using var described = JsonDocument.Parse(metadata.GetString()!);
        var root = described.RootElement;
        Assert.That(
            root.EnumerateObject().Select(p => p.Name),
            Is.EquivalentTo(new[] { "livekitUrl", "role", "permissions" })
        );
        Assert.That(
            root.GetProperty("livekitUrl").GetString(),
            Is.Empty,
            "Nobody connects to the stand-in."
        );
        Assert.That(root.GetProperty("role").GetString(), Is.EqualTo(role));
        Assert.That(
            root.GetProperty("permissions")
                .EnumerateObject()
                .Select(p => (p.Name, p.Value.GetBoolean())),
            Is.EquivalentTo(
                new[]
                {
                    ("canPublishScreen", true),
                    ("canRecord", canRecord),
                    ("canChat", true),
                    ("canChangeVirtualBackground", true),
                }
            )
        );
    }
}
