using System.Security.Cryptography;
using System.Text.Json;
using OpenViduMeet.TestSupport;
using OpenViduMeet.WebApi.FunctionalTests.Access;

namespace OpenViduMeet.WebApi.FunctionalTests.Recordings;

/// <summary>What administrators, participants and strangers see of a room's recordings.</summary>
public sealed class RecordingAccessTests
{
    private const string Api = "/meet/api/v1";
    private const string Recordings = $"{Api}/recordings";
    private const string Internal = "/meet/internal-api/v1/recordings";

    private MeetApiFactory _meet = null!;

    [OneTimeSetUp]
    public void Start() => _meet = new MeetApiFactory();

    [OneTimeTearDown]
    public async Task StopAsync() => await _meet.DisposeAsync();

    private static IEnumerable<TestCaseData<string?, string, int>> Table()
    {
        (string? Setting, int Moderator, int Publisher)[] rows =
        [
            (null, 403, 403),
            ("admin", 403, 403),
            ("admin-moderator", 200, 403),
            ("admin-moderator-publisher", 200, 200),
        ];
        foreach (var (setting, moderator, publisher) in rows)
        {
            (string Caller, int Status)[] callers =
            [
                ("administrator", 200),
                ("moderator", moderator),
                ("publisher", publisher),
                ("moderator of another room", 403),
                ("user", 403),
                ("stranger", 401),
            ];
            foreach (var (caller, status) in callers)
                yield return new(setting, caller, status)
                {
                    TestName = $"{setting ?? "default"}, {caller}: {status}",
                };
        }
    }

    /// <summary>A refused caller gets the same answer for recordings that exist and for those that do not.</summary>
    [TestCaseSource(nameof(Table))]
    public async Task The_setting_decides_who_sees_a_recording(
        string? setting,
        string caller,
        int status
    )
    {
        var room = await NewRoomAsync(setting);
        var id = await AddRecordingAsync(room);
        var missing = $"{room.Name}--EG_large--missing";
        using var browser = await BrowserOfAsync(caller, room);
        var missingStatus = status == 200 ? 404 : status;

        Assert.That(
            await StatusAsync(browser, "GET", $"{Internal}/{id}/stream"),
            Is.EqualTo(status)
        );
        Assert.That(
            await StatusAsync(browser, "HEAD", $"{Internal}/{id}/stream"),
            Is.EqualTo(status)
        );
        Assert.That(await StatusAsync(browser, "GET", $"{Recordings}/{id}"), Is.EqualTo(status));
        Assert.That(
            await StatusAsync(browser, "GET", $"{Internal}/{missing}/stream"),
            Is.EqualTo(missingStatus)
        );
        Assert.That(
            await StatusAsync(browser, "GET", $"{Recordings}/{missing}"),
            Is.EqualTo(missingStatus)
        );
        Assert.That(
            await StatusAsync(browser, "GET", $"{Recordings}?roomId={room.Name}"),
            Is.EqualTo(status)
        );
        Assert.That(
            await StatusAsync(browser, "DELETE", $"{Recordings}/{missing}"),
            Is.EqualTo(
                caller switch
                {
                    "administrator" => 404,
                    "user" => 403,
                    _ => 401,
                }
            )
        );
    }

    [TestCase("moderator")]
    [TestCase("publisher")]
    public async Task A_participant_lists_the_recordings_of_the_own_room_only(string caller)
    {
        var room = await NewRoomAsync("admin-moderator-publisher");
        var other = await NewRoomAsync("admin-moderator-publisher");
        var ids = new[] { await AddRecordingAsync(room), await AddRecordingAsync(room) };
        var otherId = await AddRecordingAsync(other);
        using var browser = await BrowserOfAsync(caller, room);

        using var all = await browser.GetAsync($"{Recordings}?maxItems=100");
        using var own = await browser.GetAsync($"{Recordings}?maxItems=100&roomId={room.Name}");

        Assert.That(Ids(await all.ReadJsonAsync()), Is.EquivalentTo(ids));
        Assert.That(Ids(await own.ReadJsonAsync()), Is.EquivalentTo(ids));
        foreach (
            var path in new[]
            {
                $"{Recordings}?roomId={other.Name}",
                $"{Recordings}?roomId=no--room",
                $"{Recordings}/{otherId}",
                $"{Recordings}/nonsense",
                $"{Internal}/{otherId}/stream",
                $"{Internal}/nonsense/stream",
            }
        )
            Assert.That(await StatusAsync(browser, "GET", path), Is.EqualTo(403), path);
    }

    [Test]
    public async Task The_pages_of_a_participants_list_continue_in_the_own_room()
    {
        var room = await NewRoomAsync("admin-moderator");
        var other = await NewRoomAsync("admin-moderator");
        for (var count = 0; count < 3; count++)
        {
            await AddRecordingAsync(room);
            await AddRecordingAsync(other);
        }

        using var moderator = await BrowserOfAsync("moderator", room);
        using var first = await moderator.GetAsync($"{Recordings}?maxItems=2");
        var token = (await first.ReadJsonAsync()).GetProperty("nextPageToken").GetString();
        using var second = await moderator.GetAsync(
            $"{Recordings}?maxItems=2&nextPageToken={token}"
        );

        var page = await second.ReadJsonAsync();
        Assert.That(Ids(page).Count(), Is.EqualTo(1));
        Assert.That(page.GetProperty("isTruncated").GetBoolean(), Is.False);
    }

    [Test]
    public async Task A_changed_setting_holds_at_once()
    {
        var room = await NewRoomAsync("admin-moderator");
        var id = await AddRecordingAsync(room);
        using var moderator = await BrowserOfAsync("moderator", room);
        var stream = $"{Internal}/{id}/stream";
        Assert.That(await StatusAsync(moderator, "GET", stream), Is.EqualTo(200));

        await UpdateAsync(room, new { allowAccessTo = "admin" });
        Assert.That(await StatusAsync(moderator, "GET", stream), Is.EqualTo(403));

        await UpdateAsync(room, new { allowAccessTo = "admin-moderator" });
        Assert.That(await StatusAsync(moderator, "GET", stream), Is.EqualTo(200));
    }

    [Test]
    public async Task Only_administrators_see_the_recordings_of_a_deleted_room()
    {
        var room = await NewRoomAsync("admin-moderator-publisher");
        var id = await AddRecordingAsync(room);
        using var moderator = await BrowserOfAsync("moderator", room);
        using var admin = await _meet.SignInAsAdminAsync();
        Assert.That(await StatusAsync(moderator, "GET", $"{Recordings}/{id}"), Is.EqualTo(200));

        (await admin.DeleteAsync($"{Api}/rooms/{room.Name}")).Dispose();

        Assert.That(await StatusAsync(moderator, "GET", $"{Recordings}/{id}"), Is.EqualTo(403));
        Assert.That(await StatusAsync(moderator, "GET", Recordings), Is.EqualTo(403));
        Assert.That(await StatusAsync(admin, "GET", $"{Recordings}/{id}"), Is.EqualTo(200));
    }

    [Test]
    public async Task Only_administrators_see_the_recordings_of_an_expired_room()
    {
        await using var meet = new MeetApiFactory(
            new Dictionary<string, string> { ["MEET_PARTICIPANT_TOKEN_EXPIRATION"] = "3d" }
        );
        var room = await meet.CreateRoomAsync();
        using var key = meet.NewBrowser().With("X-API-KEY", MeetApiFactory.ApiKey);
        await UpdateAsync(key, room, new { allowAccessTo = "admin-moderator" });
        var (path, _) = await meet.AddRecordingAsync([1, 2, 3], room.Name);
        using var moderator = await meet.EnterAsync(room);
        Assert.That(await StatusAsync(moderator, "GET", path), Is.EqualTo(200));

        meet.Clock.Advance(TimeSpan.FromDays(1));

        Assert.That(await StatusAsync(moderator, "GET", path), Is.EqualTo(403));
    }

    [Test]
    public async Task An_expired_participant_token_opens_no_recording()
    {
        await using var meet = new MeetApiFactory(
            new Dictionary<string, string> { ["MEET_PARTICIPANT_TOKEN_EXPIRATION"] = "1h" }
        );
        var room = await meet.CreateRoomAsync();
        using var key = meet.NewBrowser().With("X-API-KEY", MeetApiFactory.ApiKey);
        await UpdateAsync(key, room, new { allowAccessTo = "admin-moderator" });
        var (path, _) = await meet.AddRecordingAsync([1, 2, 3], room.Name);
        using var moderator = await meet.EnterAsync(room);

        meet.Clock.Advance(TimeSpan.FromMinutes(61));

        Assert.That(await StatusAsync(moderator, "GET", path), Is.EqualTo(401));
    }

    [Test]
    public async Task The_api_key_lists_recordings_and_streams_none()
    {
        var room = await NewRoomAsync("admin-moderator-publisher");
        var id = await AddRecordingAsync(room);
        using var key = _meet.NewBrowser().With("X-API-KEY", MeetApiFactory.ApiKey);

        Assert.That(await StatusAsync(key, "GET", $"{Recordings}/{id}"), Is.EqualTo(200));
        Assert.That(await StatusAsync(key, "GET", $"{Internal}/{id}/stream"), Is.EqualTo(401));
    }

    [Test]
    public async Task What_an_update_leaves_out_stays()
    {
        var room = await NewRoomAsync("admin-moderator");

        await UpdateAsync(room, new { enabled = false });
        Assert.That(await SettingAsync(room), Is.EqualTo((false, "admin-moderator")));

        await UpdateAsync(room, new { allowAccessTo = "admin-moderator-publisher" });
        Assert.That(await SettingAsync(room), Is.EqualTo((false, "admin-moderator-publisher")));

        await UpdateAsync(room, new { });
        Assert.That(await SettingAsync(room), Is.EqualTo((false, "admin-moderator-publisher")));
    }

    [Test]
    public async Task A_room_is_only_for_administrators_unless_it_says_otherwise() =>
        Assert.That(await SettingAsync(await _meet.CreateRoomAsync()), Is.EqualTo((true, "admin")));

    [TestCase("everybody")]
    [TestCase("Admin")]
    [TestCase("")]
    public async Task An_unknown_setting_is_invalid(string setting)
    {
        var room = await _meet.CreateRoomAsync();
        using var admin = await _meet.SignInAsAdminAsync();
        var preferences = new { recordingPreferences = new { allowAccessTo = setting } };

        using var updated = await admin.PutAsync($"{Api}/rooms/{room.Name}", new { preferences });
        using var created = await admin.PostAsync(
            $"{Api}/rooms",
            new
            {
                expirationDate = _meet.Clock.GetUtcNow().AddDays(1).ToUnixTimeMilliseconds(),
                preferences,
            }
        );

        const string field = "preferences.recordingPreferences.allowAccessTo";
        await updated.ShouldNameFieldsAsync(field);
        await created.ShouldNameFieldsAsync(field);
    }

    [Test]
    public async Task A_changed_setting_holds_on_another_node_within_a_second()
    {
        var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        await using var nodes = new TwoNodes(("MEET_DATABASE_URL", database));
        var room = await nodes.Here.CreateRoomAsync();
        using var key = nodes.Here.NewBrowser().With("X-API-KEY", MeetApiFactory.ApiKey);
        await UpdateAsync(key, room, new { allowAccessTo = "admin-moderator" });
        var (path, _) = await nodes.Here.AddRecordingAsync([1, 2, 3], room.Name);
        using var there = await nodes.There.EnterAsync(room);
        await Eventually.HoldsAsync(
            async () => await StatusAsync(there, "GET", path) == 200,
            "the recording is open there"
        );

        await UpdateAsync(key, room, new { allowAccessTo = "admin" });

        await Eventually.HoldsAsync(
            async () => await StatusAsync(there, "GET", path) == 403,
            "the recording is closed there"
        );
    }

    private async Task<TestRoom> NewRoomAsync(string? setting)
    {
        var room = await _meet.CreateRoomAsync();
        if (setting is not null)
            await UpdateAsync(room, new { allowAccessTo = setting });
        return room;
    }

    private async Task UpdateAsync(TestRoom room, object recordingPreferences)
    {
        using var key = _meet.NewBrowser().With("X-API-KEY", MeetApiFactory.ApiKey);
        await UpdateAsync(key, room, recordingPreferences);
    }

    private static async Task UpdateAsync(
        Browser browser,
        TestRoom room,
        object recordingPreferences
    )
    {
        using var answer = await browser.PutAsync(
            $"{Api}/rooms/{room.Name}",
            new { preferences = new { recordingPreferences } }
        );
        answer.EnsureSuccessStatusCode();
    }

    private async Task<(bool Enabled, string? AllowAccessTo)> SettingAsync(TestRoom room)
    {
        using var key = _meet.NewBrowser().With("X-API-KEY", MeetApiFactory.ApiKey);
        using var answer = await key.GetAsync($"{Api}/rooms/{room.Name}");
        var preferences = (await answer.ReadJsonAsync())
            .GetProperty("preferences")
            .GetProperty("recordingPreferences");
        return (
            preferences.GetProperty("enabled").GetBoolean(),
            preferences.GetProperty("allowAccessTo").GetString()
        );
    }

    private async Task<string> AddRecordingAsync(TestRoom room)
    {
        var (path, _) = await _meet.AddRecordingAsync(
            RandomNumberGenerator.GetBytes(100),
            room.Name
        );
        return path.Split('/')[^2];
    }

    private async Task<Browser> BrowserOfAsync(string caller, TestRoom room) =>
        caller switch
        {
            "administrator" => await _meet.SignInAsAdminAsync(),
            "user" => await _meet.SignInAsUserAsync(),
            "moderator" => await _meet.EnterAsync(room),
            "publisher" => await _meet.EnterAsync(room, "Publisher", room.PublisherSecret),
            "moderator of another room" => await _meet.EnterAsync(
                await NewRoomAsync("admin-moderator")
            ),
            _ => _meet.NewBrowser(),
        };

    private static async Task<int> StatusAsync(Browser browser, string method, string path)
    {
        using var answer = await browser.SendAsync(new HttpMethod(method), path);
        return (int)answer.StatusCode;
    }

    private static IEnumerable<string> Ids(JsonElement page) =>
        page.GetProperty("recordings")
            .EnumerateArray()
            .Select(recording => recording.GetProperty("recordingId").GetString()!);
}
