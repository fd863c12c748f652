using System.Net;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.WebApi.FunctionalTests.Audit;

public sealed class AuditLogTests
{
    private const string Log = "/meet/api/v1/audit";

    private MeetApiFactory _meet = null!;
    private Browser _administrator = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _meet = new MeetApiFactory(
            new Dictionary<string, string> { ["MEET_AUDIT_RETENTION"] = "2d" }
        );
        _administrator = await _meet.SignInAsAdminAsync();
    }

    [TearDown]
    public async Task StopAsync()
    {
        _administrator.Dispose();
        await _meet.DisposeAsync();
    }

    [Test]
    public async Task It_tells_who_did_what_to_what_with_what_outcome()
    {
        using var integration = _meet.NewBrowser().With("X-API-KEY", MeetApiFactory.ApiKey);
        var room = await _meet.CreateRoomAsync();
        using var moderator = await _meet.EnterAsync(room, "Mod");
        using var bob = await _meet.EnterAsync(room, "Bob", room.PublisherSecret);
        (await moderator.DisconnectAsync(room, "Bob")).Dispose();
        (await bob.DisconnectAsync(room, "Mod")).Dispose();
        (await integration.DeleteAsync($"/meet/api/v1/rooms/{room.Name}")).Dispose();

        var entries = await EntriesAsync($"?roomName={room.Name}&maxItems=100");

        Assert.That(
            entries.Select(entry =>
                string.Join(
                    ' ',
                    Text(entry, "action"),
                    Text(entry, "actorKind"),
                    Text(entry, "actor"),
                    Text(entry, "participantName"),
                    Text(entry, "outcome")
                )
            ),
            Is.EqualTo([
                "DeleteRooms apiKey MEET_API_KEY - Done",
                "DisconnectParticipant participant Mod Bob Done",
                "GenerateParticipantToken link - Bob Done",
                "GenerateParticipantToken link - Mod Done",
                "CreateRoom apiKey MEET_API_KEY - Done",
            ])
        );
        Assert.That(entries.Select(entry => Text(entry, "address")), Is.All.EqualTo("127.0.0.1"));
        Assert.That(
            entries.Select(entry => entry.GetProperty("date").GetInt64()),
            Is.All.EqualTo(_meet.Clock.GetUtcNow().ToUnixTimeMilliseconds())
        );
    }

    [Test]
    public async Task It_tells_of_what_was_refused_to_those_who_are_known()
    {
        using var user = await _meet.SignInAsUserAsync();
        using var stranger = _meet.NewBrowser();
        foreach (var browser in new[] { user, stranger })
            (
                await browser.PutAsync("/meet/api/v1/preferences/webhooks", new { enabled = false })
            ).Dispose();

        var entries = await EntriesAsync("?action=UpdateWebhookPreferences");

        Assert.That(
            entries.Select(entry =>
                (Text(entry, "actorKind"), Text(entry, "actor"), Text(entry, "outcome"))
            ),
            Is.EqualTo([("user", "user", "Forbidden")])
        );
    }

    [Test]
    public async Task It_holds_no_name_and_no_password_of_a_failed_sign_in()
    {
        using var browser = _meet.NewBrowser();
        var credentials = new { username = "typed-password", password = "wrong-password" };
        (await browser.PostAsync("/meet/api/v1/auth/login", credentials)).Dispose();

        var entries = await EntriesAsync("?action=SignIn");

        Assert.That(
            entries.Select(entry => (Text(entry, "outcome"), Text(entry, "target"))),
            Is.EqualTo([("NotFound", "-"), ("Done", "admin")])
        );
    }

    [Test]
    public async Task It_names_the_user_who_signs_in_and_out_and_not_who_had_no_session()
    {
        using var user = await _meet.SignInAsUserAsync();
        using var stranger = _meet.NewBrowser();
        foreach (var browser in new[] { stranger, user })
            (await browser.PostAsync("/meet/api/v1/auth/logout")).Dispose();

        var entries = await EntriesAsync("?actor=user");
        var all = await EntriesAsync("?action=SignOut");

        Assert.That(
            entries.Select(entry => Text(entry, "action")),
            Is.EqualTo(["SignOut", "SignIn"])
        );
        Assert.That(all, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Of_several_things_it_tells_of_those_that_were_changed()
    {
        var first = await _meet.CreateRoomAsync();
        var second = await _meet.CreateRoomAsync();
        var body = new { roomNames = new[] { first.Name, "nowhere", second.Name } };
        (await _administrator.SendAsync(HttpMethod.Delete, "/meet/api/v1/rooms", body)).Dispose();
        (await _administrator.DeleteAsync("/meet/api/v1/rooms/nowhere")).Dispose();
        (
            await _administrator.DeleteAsync("/meet/api/v1/recordings?recordingIds=nonsense")
        ).Dispose();

        var rooms = await EntriesAsync("?action=DeleteRooms");
        var recordings = await EntriesAsync("?action=DeleteRecordings");

        Assert.That(
            rooms.Select(entry => Text(entry, "roomName")),
            Is.EqualTo([second.Name, first.Name])
        );
        Assert.That(recordings, Is.Empty);
    }

    [Test]
    public async Task It_holds_no_secret_of_a_room_and_no_token()
    {
        var room = await _meet.CreateRoomAsync();
        using var moderator = await _meet.EnterAsync(room);
        (await moderator.RefreshTokenAsync(room, "Moderator", room.ModeratorSecret)).Dispose();
        (
            await moderator.PostAsync(
                $"/meet/api/v1/rooms/{room.Name}/links/rotate",
                new { links = new[] { "moderator" } }
            )
        ).Dispose();

        using var exported = await _administrator.GetAsync($"{Log}/export");
        var text = await exported.Content.ReadAsStringAsync();

        Assert.That(text, Does.Contain("RotateRoomLinks"));
        Assert.That(text, Does.Not.Contain(room.ModeratorSecret));
        Assert.That(text, Does.Not.Contain(moderator.Cookie(Browser.ParticipantCookie)!));
    }

    [Test]
    public async Task Viewings_through_a_link_have_one_entry_an_hour_and_not_one_for_each_range()
    {
        var (path, _) = await _meet.AddRecordingAsync(1000);
        var recording = path.Split('/')[^2];
        var link = await _meet.AddLinkAsync(recording, expiresInSeconds: 7200);
        for (var hour = 0; hour < 2; hour++)
        {
            foreach (var range in new[] { "bytes=0-9", "bytes=10-19", "bytes=20-" })
            {
                using var viewer = _meet.NewBrowser().With("Range", range);
                using var answer = await viewer.GetAsync(link.Path);
                Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.PartialContent));
            }

            _meet.Clock.Advance(TimeSpan.FromHours(1));
        }

        var entries = await EntriesAsync($"?action=StreamSharedRecording&actor={link.Id}");

        Assert.That(
            entries.Select(entry =>
                (Text(entry, "actorKind"), Text(entry, "recordingId"), Text(entry, "address"))
            ),
            Is.EqualTo(Enumerable.Repeat(("link", recording, "127.0.0.1"), 2))
        );
    }

    [Test]
    public async Task Strangers_cannot_fill_it()
    {
        using var stranger = _meet.NewBrowser();
        using var signedOut = await stranger.PostAsync("/meet/api/v1/auth/logout");
        using var room = await stranger.DeleteAsync("/meet/api/v1/rooms/demo");
        using var refused = await stranger.PostAsync("/meet/api/v1/auth/login", new { });

        var entries = await EntriesAsync("?maxItems=100");

        Assert.That(signedOut.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(
            entries.Select(entry => Text(entry, "actor")),
            Is.EqualTo(["admin"]),
            "The sign-in of this test"
        );
    }

    [Test]
    public async Task A_change_whose_entry_cannot_be_stored_is_not_made()
    {
        var room = await _meet.CreateRoomAsync();
        await ExecuteAsync(
            """CREATE TRIGGER "Full" BEFORE INSERT ON "AuditEntries" BEGIN SELECT RAISE(ABORT, 'full'); END"""
        );

        using var deleted = await _administrator.DeleteAsync($"/meet/api/v1/rooms/{room.Name}");
        using var token = await _administrator.RequestTokenAsync(
            room,
            "Alice",
            room.PublisherSecret
        );
        await ExecuteAsync("""DROP TRIGGER "Full" """);
        using var found = await _administrator.GetAsync($"/meet/api/v1/rooms/{room.Name}");

        Assert.That((int)deleted.StatusCode, Is.GreaterThanOrEqualTo(500));
        Assert.That((int)token.StatusCode, Is.GreaterThanOrEqualTo(500));
        Assert.That(found.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task It_is_read_in_pages_and_exported_as_lines()
    {
        for (var number = 0; number < 5; number++)
            await _meet.CreateRoomAsync();

        using var first = await _administrator.GetAsync($"{Log}?action=CreateRoom&maxItems=3");
        var page = await first.ReadJsonAsync();
        using var second = await _administrator.GetAsync(
            $"{Log}?action=CreateRoom&maxItems=3&nextPageToken={Text(page, "nextPageToken")}"
        );
        var last = await second.ReadJsonAsync();
        using var exported = await _administrator.GetAsync($"{Log}/export?action=CreateRoom");
        var lines = (await exported.Content.ReadAsStringAsync()).Split(
            '\n',
            StringSplitOptions.RemoveEmptyEntries
        );

        long[] ids = [.. Ids(page), .. Ids(last)];
        Assert.That(page.GetProperty("isTruncated").GetBoolean(), Is.True);
        Assert.That(last.GetProperty("isTruncated").GetBoolean(), Is.False);
        Assert.That(ids, Has.Length.EqualTo(5).And.Ordered.Descending);
        Assert.That(
            exported.Content.Headers.ContentType?.MediaType,
            Is.EqualTo("application/x-ndjson")
        );
        Assert.That(
            lines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("id").GetInt64()),
            Is.EqualTo(ids.Reverse())
        );
    }

    [Test]
    public async Task Old_entries_are_deleted_after_the_time_of_retention()
    {
        await _meet.CreateRoomAsync(days: 9);
        _meet.Clock.Advance(TimeSpan.FromDays(2) - TimeSpan.FromMinutes(5));
        using var administrator = await _meet.SignInAsAdminAsync();
        Assert.That(await CountAsync(administrator), Is.EqualTo(1));

        await Eventually.HoldsAsync(
            async () =>
            {
                _meet.Clock.Advance(TimeSpan.FromMinutes(1));
                return await CountAsync(administrator) == 0;
            },
            "the entry is deleted"
        );
    }

    [Test]
    public async Task Only_administrators_read_it()
    {
        using var user = await _meet.SignInAsUserAsync();
        using var stranger = _meet.NewBrowser();
        foreach (var path in new[] { Log, $"{Log}/export" })
        {
            using var forbidden = await user.GetAsync(path);
            using var unauthorized = await stranger.GetAsync(path);
            Assert.That(forbidden.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
            Assert.That(unauthorized.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
        }
    }

    private static string Text(JsonElement entry, string name) =>
        entry.TryGetProperty(name, out var value) ? value.GetString() ?? "-" : "-";

    private static IEnumerable<long> Ids(JsonElement page) =>
        page.GetProperty("entries")
            .EnumerateArray()
            .Select(entry => entry.GetProperty("id").GetInt64());

    private static async Task<int> CountAsync(Browser administrator)
    {
        using var answer = await administrator.GetAsync($"{Log}?action=CreateRoom&maxItems=100");
        return (await answer.ReadJsonAsync()).GetProperty("entries").GetArrayLength();
    }

    private async Task<IReadOnlyList<JsonElement>> EntriesAsync(string query)
    {
        using var answer = await _administrator.GetAsync($"{Log}{query}");
        return [.. (await answer.ReadJsonAsync()).GetProperty("entries").EnumerateArray()];
    }

    private async Task ExecuteAsync(string statement)
    {
        await using var connection = new SqliteConnection(
            $"Data Source={Path.Combine(_meet.DataDirectory, "meet.db")}"
        );
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = statement;
        await command.ExecuteNonQueryAsync();
    }
}
