using System.Net;
using System.Text;
using System.Text.Json;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.WebApi.FunctionalTests.Rooms;

public sealed class CreateRoomTests
{
    private const string Rooms = "/meet/api/v1/rooms";

    private MeetApiFactory _meet = null!;

    [OneTimeSetUp]
    public void Start() => _meet = new MeetApiFactory();

    [OneTimeTearDown]
    public async Task StopAsync() => await _meet.DisposeAsync();

    [Test]
    public async Task A_new_room_has_every_field_that_clients_read()
    {
        using var admin = await _meet.SignInAsAdminAsync();
        var now = _meet.Clock.GetUtcNow().ToUnixTimeMilliseconds();
        using var answer = await admin.PostAsync(
            Rooms,
            new { expirationDate = now + 1, roomNamePrefix = "My  room!--(1)" }
        );

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        var room = await answer.ReadJsonAsync();
        Assert.That(
            room.EnumerateObject().Select(property => property.Name),
            Is.EqualTo(
                new[]
                {
                    "roomName",
                    "roomNamePrefix",
                    "creationDate",
                    "expirationDate",
                    "maxParticipants",
                    "preferences",
                    "moderatorRoomUrl",
                    "publisherRoomUrl",
                }
            )
        );
        var prefix = room.GetProperty("roomNamePrefix").GetString();
        Assert.That(prefix, Does.Match("^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$").And.StartWith("My"));
        Assert.That(
            room.GetProperty("roomName").GetString(),
            Does.Match($"^{prefix}-[A-Za-z0-9]{{15}}$")
        );
        Assert.That(room.GetProperty("creationDate").GetInt64(), Is.EqualTo(now));
        Assert.That(room.GetProperty("expirationDate").GetInt64(), Is.EqualTo(now + 1));
        Assert.That(room.GetProperty("maxParticipants").ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That(
            room.GetProperty("preferences").GetRawText(),
            Is.EqualTo(
                """{"chatPreferences":{"enabled":true},"recordingPreferences":{"enabled":true,"allowAccessTo":"admin"},"virtualBackgroundPreferences":{"enabled":true}}"""
            )
        );
    }

    [Test]
    public async Task The_two_URLs_hold_different_secrets_of_at_least_128_bits()
    {
        var first = await _meet.CreateRoomAsync();
        var second = await _meet.CreateRoomAsync();
        string[] secrets =
        [
            first.ModeratorSecret,
            first.PublisherSecret,
            second.ModeratorSecret,
            second.PublisherSecret,
        ];

        Assert.That(secrets, Is.Unique);
        Assert.That(secrets, Is.All.Match("^[0-9a-f]{32,}$"));
    }

    [TestCase("{}", "application/json")]
    [TestCase("""{"expirationDate":"tomorrow"}""", "application/json")]
    [TestCase("{", "application/json")]
    [TestCase("", "application/json")]
    [TestCase("expirationDate", "text/plain")]
    public async Task Anonymous_callers_are_refused_before_the_body_is_read(
        string body,
        string mediaType
    )
    {
        using var stranger = _meet.NewBrowser();
        using var content = new StringContent(body, Encoding.UTF8, mediaType);
        using var answer = await stranger.PostAsync(Rooms, content);
        await answer.ShouldBeErrorAsync(HttpStatusCode.Unauthorized, "Unauthorized");
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("--!?--")]
    public async Task Without_a_usable_prefix_the_name_is_random_only(string? prefix)
    {
        using var answer = await CreateAsync(
            new { expirationDate = Tomorrow, roomNamePrefix = prefix }
        );

        var room = await answer.ReadJsonAsync();
        Assert.That(room.GetProperty("roomNamePrefix").GetString(), Is.Empty);
        Assert.That(room.GetProperty("roomName").GetString(), Does.Match("^[A-Za-z0-9]{15}$"));
    }

    [Test]
    public async Task Requested_preferences_are_kept_and_the_others_are_defaults()
    {
        using var answer = await CreateAsync(
            new
            {
                expirationDate = Tomorrow,
                maxParticipants = 7,
                preferences = new { recordingPreferences = new { enabled = false } },
            }
        );

        var room = await answer.ReadJsonAsync();
        Assert.That(room.GetProperty("maxParticipants").GetInt32(), Is.EqualTo(7));
        var preferences = room.GetProperty("preferences");
        Assert.That(Enabled("chatPreferences"), Is.True);
        Assert.That(Enabled("recordingPreferences"), Is.False);
        Assert.That(Enabled("virtualBackgroundPreferences"), Is.True);

        bool Enabled(string feature) =>
            preferences.GetProperty(feature).GetProperty("enabled").GetBoolean();
    }

    [TestCase("{}", "expirationDate")]
    [TestCase("""{"expirationDate":null}""", "expirationDate")]
    [TestCase("""{"expirationDate":1}""", "expirationDate")]
    [TestCase("""{"expirationDate":-1}""", "expirationDate")]
    [TestCase("""{"expirationDate":NOW}""", "expirationDate")]
    [TestCase("""{"expirationDate":9223372036854775807}""", "expirationDate")]
    [TestCase("""{"expirationDate":"LATER"}""", "expirationDate")]
    [TestCase("""{"expirationDate":true}""", "expirationDate")]
    [TestCase("""{"expirationDate":LATER,"maxParticipants":0}""", "maxParticipants")]
    [TestCase("""{"expirationDate":LATER,"maxParticipants":-1}""", "maxParticipants")]
    [TestCase("""{"expirationDate":LATER,"maxParticipants":1.5}""", "maxParticipants")]
    [TestCase("""{"expirationDate":LATER,"maxParticipants":"5"}""", "maxParticipants")]
    [TestCase("""{"expirationDate":LATER,"roomNamePrefix":5}""", "roomNamePrefix")]
    [TestCase("""{"expirationDate":LATER,"preferences":"all"}""", "preferences")]
    [TestCase(
        """{"expirationDate":LATER,"preferences":{"chatPreferences":{"enabled":"yes"}}}""",
        "preferences.chatPreferences.enabled"
    )]
    [TestCase("""{"maxParticipants":0}""", "expirationDate,maxParticipants")]
    public async Task Missing_and_invalid_values_are_named(string json, string fields)
    {
        var now = _meet.Clock.GetUtcNow().ToUnixTimeMilliseconds();
        var text = json.Replace("NOW", $"{now}", StringComparison.Ordinal)
            .Replace("LATER", $"{Tomorrow}", StringComparison.Ordinal);
        using var body = new StringContent(text, null, "application/json");
        using var answer = await CreateAsync(body);

        await answer.ShouldNameFieldsAsync(fields.Split(','));
    }

    [TestCase("default", "nobody", 401)]
    [TestCase("default", "wrong key", 401)]
    [TestCase("default", "user", 200)]
    [TestCase("default", "admin", 200)]
    [TestCase("default", "key", 200)]
    [TestCase("closed", "nobody", 401)]
    [TestCase("closed", "user", 403)]
    [TestCase("closed", "admin", 200)]
    [TestCase("closed", "key", 200)]
    [TestCase("open", "nobody", 200)]
    [TestCase("open", "user", 200)]
    public async Task The_policy_decides_who_can_create_rooms(string policy, string who, int status)
    {
        await using var meet = new MeetApiFactory();
        using var holder = meet.NewBrowser().With("X-API-KEY", MeetApiFactory.ApiKey);
        (
            await holder.PutAsync(
                "/meet/api/v1/preferences/security",
                new
                {
                    roomCreationPolicy = new
                    {
                        allowRoomCreation = policy != "closed",
                        requireAuthentication = policy != "open",
                    },
                }
            )
        ).Dispose();
        using var browser = who switch
        {
            "user" => await meet.SignInAsUserAsync(),
            "admin" => await meet.SignInAsAdminAsync(),
            "key" => meet.NewBrowser().With("X-API-KEY", MeetApiFactory.ApiKey),
            "wrong key" => meet.NewBrowser().With("X-API-KEY", "wrong-api-key-of-length"),
            _ => meet.NewBrowser(),
        };

        using var answer = await browser.PostAsync(Rooms, new { expirationDate = Tomorrow });

        Assert.That((int)answer.StatusCode, Is.EqualTo(status));
    }

    private long Tomorrow => _meet.Clock.GetUtcNow().AddDays(1).ToUnixTimeMilliseconds();

    private async Task<HttpResponseMessage> CreateAsync(object body)
    {
        using var holder = _meet.NewBrowser().With("X-API-KEY", MeetApiFactory.ApiKey);
        return await holder.PostAsync(Rooms, body);
    }
}
