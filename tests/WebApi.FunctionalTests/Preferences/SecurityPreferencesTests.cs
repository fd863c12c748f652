using System.Net;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.WebApi.FunctionalTests.Preferences;

[NonParallelizable]
public sealed class SecurityPreferencesTests
{
    private const string Security = "/meet/api/v1/preferences/security";
    private const string Default =
        """{"authentication":{"authMode":"none","method":{"type":"single-user"}},"roomCreationPolicy":{"allowRoomCreation":true,"requireAuthentication":true}}""";

    private MeetApiFactory _meet = null!;
    private Browser _admin = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _meet = new MeetApiFactory();
        _admin = await _meet.SignInAsAdminAsync();
    }

    [SetUp]
    public async Task ResetAsync() => (await PutAsync(_admin, Default)).Dispose();

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        _admin.Dispose();
        await _meet.DisposeAsync();
    }

    [Test]
    public async Task The_preferences_are_public_and_contain_no_credential()
    {
        using var nobody = _meet.NewBrowser();
        using var answer = await nobody.GetAsync(Security);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await answer.Content.ReadAsStringAsync(), Is.EqualTo(Default));
    }

    [TestCase("{}", "none", true, true)]
    [TestCase("""{"authentication":{}}""", "none", true, true)]
    [TestCase("""{"authentication":{"authMode":"all_users"}}""", "all_users", true, true)]
    [TestCase(
        """{"authentication":{"authMode":"moderators_only"}}""",
        "moderators_only",
        true,
        true
    )]
    [TestCase("""{"roomCreationPolicy":{"allowRoomCreation":false}}""", "none", false, true)]
    [TestCase("""{"roomCreationPolicy":{"requireAuthentication":false}}""", "none", true, false)]
    public async Task Omitted_preferences_stay_unchanged(
        string json,
        string mode,
        bool allow,
        bool require
    )
    {
        using var put = await PutAsync(_admin, json);
        using var answer = await _admin.GetAsync(Security);

        Assert.That(put.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(
            await put.Content.ReadAsStringAsync(),
            Is.EqualTo(await answer.Content.ReadAsStringAsync())
        );
        Assert.That(ValuesOf(await answer.ReadJsonAsync()), Is.EqualTo((mode, allow, require)));
    }

    [TestCase("""{"authentication":{"authMode":"everyone"}}""", "authentication.authMode")]
    [TestCase("""{"authentication":{"authMode":""}}""", "authentication.authMode")]
    [TestCase("""{"authentication":{"authMode":1}}""", "authentication.authMode")]
    [TestCase("""{"authentication":{"method":{"type":"oauth"}}}""", "authentication.method.type")]
    [TestCase(
        """{"authentication":{"authMode":"moderators_only, all_users"}}""",
        "authentication.authMode"
    )]
    [TestCase("""{"authentication":{"authMode":"none,none"}}""", "authentication.authMode")]
    [TestCase("""{"authentication":{"authMode":" all_users "}}""", "authentication.authMode")]
    [TestCase("""{"authentication":{"authMode":"ALL_USERS"}}""", "authentication.authMode")]
    [TestCase("""{"authentication":{"authMode":"AllUsers"}}""", "authentication.authMode")]
    [TestCase("""{"authentication":{"authMode":"2"}}""", "authentication.authMode")]
    [TestCase(
        """{"authentication":{"method":{"type":"single-user,single-user"}}}""",
        "authentication.method.type"
    )]
    [TestCase(
        """{"authentication":{"method":{"type":"single-user "}}}""",
        "authentication.method.type"
    )]
    [TestCase("""{"authentication":"none"}""", "authentication")]
    [TestCase(
        """{"roomCreationPolicy":{"allowRoomCreation":"yes"}}""",
        "roomCreationPolicy.allowRoomCreation"
    )]
    [TestCase(
        """{"roomCreationPolicy":{"requireAuthentication":0}}""",
        "roomCreationPolicy.requireAuthentication"
    )]
    public async Task Invalid_values_are_named_and_change_nothing(string json, string field)
    {
        using var put = await PutAsync(_admin, json);
        using var answer = await _admin.GetAsync(Security);

        await put.ShouldNameFieldsAsync(field);
        Assert.That(await answer.Content.ReadAsStringAsync(), Is.EqualTo(Default));
    }

    [Test]
    public async Task Only_administrators_can_change_the_preferences()
    {
        using var nobody = _meet.NewBrowser();
        using var user = await _meet.SignInAsUserAsync();
        using var holder = _meet.NewBrowser().With("X-API-KEY", MeetApiFactory.ApiKey);
        using var wrong = _meet.NewBrowser().With("X-API-KEY", "wrong-api-key-of-length");
        foreach (
            var (browser, status) in new[]
            {
                (nobody, 401),
                (wrong, 401),
                (user, 403),
                (_admin, 200),
                (holder, 200),
            }
        )
        {
            using var answer = await PutAsync(browser, "{}");
            Assert.That((int)answer.StatusCode, Is.EqualTo(status));
        }
    }

    [Test]
    [Repeat(5)]
    public async Task Concurrent_changes_are_all_kept()
    {
        (await PutAsync(_admin, Default)).Dispose();
        var answers = await Task.WhenAll(
            PutAsync(_admin, """{"authentication":{"authMode":"all_users"}}"""),
            PutAsync(_admin, """{"roomCreationPolicy":{"allowRoomCreation":false}}"""),
            PutAsync(_admin, """{"roomCreationPolicy":{"requireAuthentication":false}}""")
        );
        using var answer = await _admin.GetAsync(Security);

        Assert.That(answers.Select(put => put.StatusCode), Is.All.EqualTo(HttpStatusCode.OK));
        Assert.That(
            ValuesOf(await answer.ReadJsonAsync()),
            Is.EqualTo(("all_users", false, false))
        );
    }

    [TestCase("3")]
    [TestCase("ModeratorsOnly, AllUsers")]
    [TestCase("Everyone")]
    [TestCase("")]
    public async Task An_unknown_mode_in_the_database_requires_everybody_to_sign_in_until_it_is_replaced(
        string stored
    )
    {
        var room = await _meet.CreateRoomAsync();
        using var guest = _meet.NewBrowser();
        await StoreModeAsync(stored);

        using (var shown = await guest.GetAsync(Security))
            Assert.That(
                ValuesOf(await shown.ReadJsonAsync()),
                Is.EqualTo(("all_users", true, true))
            );
        using (var refused = await guest.RequestTokenAsync(room, "Alice", room.PublisherSecret))
            Assert.That(refused.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
        using (var put = await PutAsync(_admin, """{"authentication":{"authMode":"none"}}"""))
            Assert.That(put.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        using var joined = await guest.RequestTokenAsync(room, "Alice", room.PublisherSecret);
        Assert.That(joined.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    private async Task StoreModeAsync(string mode)
    {
        await using var database = new SqliteConnection(
            $"Data Source={Path.Combine(_meet.DataDirectory, "meet.db")}"
        );
        await database.OpenAsync();
        await using var command = database.CreateCommand();
        command.CommandText = """UPDATE "SecurityPreferences" SET "AuthMode" = $mode""";
        command.Parameters.AddWithValue("$mode", mode);
        Assert.That(await command.ExecuteNonQueryAsync(), Is.EqualTo(1));
    }

    private static async Task<HttpResponseMessage> PutAsync(Browser browser, string json)
    {
        using var body = new StringContent(json, null, "application/json");
        return await browser.PutAsync(Security, body);
    }

    private static (string?, bool, bool) ValuesOf(JsonElement preferences)
    {
        var policy = preferences.GetProperty("roomCreationPolicy");
        return (
            preferences.GetProperty("authentication").GetProperty("authMode").GetString(),
            policy.GetProperty("allowRoomCreation").GetBoolean(),
            policy.GetProperty("requireAuthentication").GetBoolean()
        );
    }
}
