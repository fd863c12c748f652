using System.Net;
using System.Text.Json;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.WebApi.FunctionalTests.Rooms;

public sealed class RoomsTests
{
    private const string Rooms = "/meet/api/v1/rooms";

    private MeetApiFactory _meet = null!;
    private Browser _admin = null!;

    private long Tomorrow => _meet.Clock.GetUtcNow().AddDays(1).ToUnixTimeMilliseconds();

    [SetUp]
    public async Task StartAsync()
    {
        _meet = new MeetApiFactory();
        _admin = await _meet.SignInAsAdminAsync();
    }

    [TearDown]
    public async Task StopAsync()
    {
        _admin.Dispose();
        await _meet.DisposeAsync();
    }

    [Test]
    public async Task A_new_room_has_a_name_secrets_and_preferences()
    {
        using var answer = await _admin.PostAsync(
            Rooms,
            new
            {
                expirationDate = Tomorrow,
                roomNamePrefix = "My -- tēam!",
                preferences = new { chatPreferences = new { enabled = false } },
            }
        );

        var room = await answer.ReadJsonAsync();
        var made = TestRoom.From(room);
        Assert.Multiple(() =>
        {
            Assert.That(made.Name, Does.Match("^My-tam-[a-z0-9]{15}$"));
            Assert.That(room.GetProperty("roomNamePrefix").GetString(), Is.EqualTo("My-tam"));
            Assert.That(room.GetProperty("expirationDate").GetInt64(), Is.EqualTo(Tomorrow));
            Assert.That(room.GetProperty("maxParticipants").GetRawText(), Is.EqualTo("null"));
            Assert.That(
                room.GetProperty("preferences").GetRawText(),
                Is.EqualTo(
                    """{"chatPreferences":{"enabled":false},"recordingPreferences":{"enabled":true,"allowAccessTo":"admin"},"virtualBackgroundPreferences":{"enabled":true}}"""
                )
            );
            Assert.That(made.ModeratorSecret, Has.Length.GreaterThanOrEqualTo(32));
            Assert.That(made.PublisherSecret, Is.Not.EqualTo(made.ModeratorSecret));
        });
    }

    [TestCase("""{}""", "expirationDate")]
    [TestCase("""{"expirationDate":1620000000000}""", "expirationDate")]
    [TestCase("""{"expirationDate":"soon"}""", "expirationDate")]
    [TestCase("""{"expirationDate":4102444800000,"maxParticipants":0}""", "maxParticipants")]
    [TestCase("""{"expirationDate":4102444800000,"roomNamePrefix":1}""", "roomNamePrefix")]
    public async Task Invalid_fields_of_a_room_are_named(string json, string field)
    {
        using var body = new StringContent(json, null, "application/json");
        using var answer = await _admin.PostAsync(Rooms, body);
        await answer.ShouldNameFieldsAsync(field);
    }

    [TestCase(true, true, 401, 200)]
    [TestCase(true, false, 200, 200)]
    [TestCase(false, true, 401, 403)]
    [TestCase(false, false, 401, 403)]
    public async Task The_policy_decides_who_can_create_rooms(
        bool allow,
        bool requireSignIn,
        int anonymous,
        int user
    )
    {
        using var changed = await _admin.PutAsync(
            "/meet/api/v1/preferences/security",
            new
            {
                roomCreationPolicy = new
                {
                    allowRoomCreation = allow,
                    requireAuthentication = requireSignIn,
                },
            }
        );
        using var nobody = _meet.NewBrowser();
        using var somebody = await _meet.SignInAsUserAsync();
        using var wrongKey = _meet.NewBrowser().With("X-API-KEY", "wrong");

        foreach (
            var (browser, status) in new[]
            {
                (nobody, anonymous),
                (wrongKey, anonymous),
                (somebody, user),
                (_admin, 200),
            }
        )
        {
            using var answer = await browser.PostAsync(Rooms, new { expirationDate = Tomorrow });
            Assert.That((int)answer.StatusCode, Is.EqualTo(status));
        }
    }

    [Test]
    public async Task A_room_is_visible_to_administrators_and_its_moderators()
    {
        var room = await _meet.CreateRoomAsync();
        var other = await _meet.CreateRoomAsync();
        using var moderator = await JoinAsync(room, room.ModeratorSecret);
        using var publisher = await JoinAsync(room, room.PublisherSecret);
        using var elsewhere = await JoinAsync(other, other.ModeratorSecret);
        using var user = await _meet.SignInAsUserAsync();
        using var nobody = _meet.NewBrowser();

        foreach (
            var (browser, status) in new[]
            {
                (_admin, 200),
                (moderator, 200),
                (publisher, 403),
                (elsewhere, 403),
                (user, 403),
                (nobody, 401),
            }
        )
        {
            using var answer = await browser.GetAsync($"{Rooms}/{room.Name}");
            Assert.That((int)answer.StatusCode, Is.EqualTo(status));
        }
    }

    [Test]
    public async Task An_expired_room_is_not_found()
    {
        var room = await _meet.CreateRoomAsync();
        _meet.Clock.Advance(TimeSpan.FromDays(1));
        using var holder = _meet.NewBrowser().With("X-API-KEY", MeetApiFactory.ApiKey);

        using var answer = await holder.GetAsync($"{Rooms}/{room.Name}");

        await answer.ShouldBeErrorAsync(
            HttpStatusCode.NotFound,
            "The room does not exist",
            "Room Error"
        );
    }

    [Test]
    public async Task Pages_return_every_room_once_even_those_of_one_instant()
    {
        for (var i = 0; i < 5; i++)
            await _meet.CreateRoomAsync();
        using var all = await _admin.GetAsync($"{Rooms}?fields=roomName");
        var expected = NamesIn(await all.ReadJsonAsync());

        var seen = new List<string>();
        var next = "";
        do
        {
            using var page = await _admin.GetAsync($"{Rooms}?maxItems=2{next}");
            seen.AddRange(NamesIn(await page.ReadJsonAsync()));
            next = page.Headers.TryGetValues("X-Next-Page-Token", out var token)
                ? $"&nextPageToken={token.Single()}"
                : null;
        } while (next is not null);

        Assert.That(expected, Has.Count.EqualTo(6).And.Contain("demo"));
        Assert.That(seen, Is.EqualTo(expected));
    }

    [TestCase("maxItems=0", "maxItems")]
    [TestCase("maxItems=101", "maxItems")]
    [TestCase("maxItems=abc", "maxItems")]
    [TestCase("nextPageToken=!", "nextPageToken")]
    [TestCase("maxItems=1&maxItems=2", "maxItems")]
    public async Task Invalid_page_parameters_are_named(string query, string field)
    {
        using var answer = await _admin.GetAsync($"{Rooms}?{query}");
        await answer.ShouldNameFieldsAsync(field);
    }

    [Test]
    public async Task A_foreign_Host_header_is_ignored()
    {
        using var answer = await _admin.SendAsync(
            HttpMethod.Get,
            $"{Rooms}/demo",
            headers: ("Host", "evil.example")
        );

        Assert.That(
            (await answer.ReadJsonAsync()).GetProperty("moderatorRoomUrl").GetString(),
            Does.StartWith("http://localhost:6080/room/demo?secret=")
        );
    }

    [Test]
    public async Task The_security_preferences_are_public_and_omitted_ones_stay_unchanged()
    {
        using var changed = await _admin.PutAsync(
            "/meet/api/v1/preferences/security",
            new { authentication = new { authMode = "all_users" } }
        );
        using var nobody = _meet.NewBrowser();
        using var shown = await nobody.GetAsync("/meet/api/v1/preferences/security");
        using var forbidden = await nobody.PutAsync("/meet/api/v1/preferences/security", new { });

        Assert.That(
            await shown.Content.ReadAsStringAsync(),
            Is.EqualTo(
                """{"authentication":{"authMode":"all_users","method":{"type":"single-user"}},"roomCreationPolicy":{"allowRoomCreation":true,"requireAuthentication":true}}"""
            )
        );
        await forbidden.ShouldBeErrorAsync(HttpStatusCode.Unauthorized, "Unauthorized");
    }

    private static List<string> NamesIn(JsonElement rooms) =>
        [.. rooms.EnumerateArray().Select(room => room.GetProperty("roomName").GetString()!)];

    private async Task<Browser> JoinAsync(TestRoom room, string secret)
    {
        var browser = _meet.NewBrowser();
        using var answer = await browser.RequestTokenAsync(room, $"P-{Guid.NewGuid():N}", secret);
        answer.EnsureSuccessStatusCode();
        return browser;
    }
}
