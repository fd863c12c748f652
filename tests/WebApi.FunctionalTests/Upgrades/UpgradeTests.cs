using System.Text.Json;
using Npgsql;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.WebApi.FunctionalTests.Upgrades;

/// <summary>The databases that each release leaves, used by this version. <c>tests/Fixtures/README.md</c> says how a release adds its own.</summary>
public sealed class UpgradeTests
{
    private const string Api = "/meet/api/v1";

    private static IEnumerable<string> Releases =>
        Directory
            .GetDirectories(Checkout.File("tests", "Fixtures"))
            .Select(directory => Path.GetFileName(directory));

    [Test]
    public void There_are_databases_of_releases() => Assert.That(Releases, Is.Not.Empty);

    [TestCaseSource(nameof(Releases))]
    public async Task The_SQLite_database_of_a_release_is_upgraded(string release)
    {
        using var data = new TemporaryDirectory();
        File.Copy(FixtureOf(release, "meet.db"), Path.Combine(data.Path, "meet.db"));

        await ReadsItAsync(new Dictionary<string, string> { ["MEET_DATA_DIR"] = data.Path });
    }

    [TestCaseSource(nameof(Releases))]
    public async Task The_PostgreSQL_database_of_a_release_is_upgraded(string release)
    {
        var server = await PostgresServer.SharedAsync();
        var url = await server.CreateDatabaseAsync();
        try
        {
            await using (
                var connection = new NpgsqlConnection(
                    $"{PostgresServer.ConnectionStringOf(url)};Pooling=false"
                )
            )
            {
                await connection.OpenAsync();
#pragma warning disable CA2100 // The statements are in the repository.
                await using var dump = new NpgsqlCommand(
                    await File.ReadAllTextAsync(FixtureOf(release, "meet.sql")),
                    connection
                );
#pragma warning restore CA2100
                await dump.ExecuteNonQueryAsync();
            }

            await ReadsItAsync(new Dictionary<string, string> { ["MEET_DATABASE_URL"] = url });
        }
        finally
        {
            await server.DropDatabaseAsync(url);
        }
    }

    [TestCaseSource(nameof(Releases))]
    public async Task The_backup_of_a_release_is_restored(string release)
    {
        using var data = new TemporaryDirectory();
        var settings = new Dictionary<string, string> { ["MEET_DATA_DIR"] = data.Path };
        await StateCommands.RestoreAsync(FixtureOf(release, "meet.backup"), settings);

        await ReadsItAsync(settings);
    }

    private static string FixtureOf(string release, string file) =>
        Checkout.File("tests", "Fixtures", release, file);

    private static async Task ReadsItAsync(Dictionary<string, string> settings)
    {
        settings["MEET_LOG_LEVEL"] = "warn";
        await using var meet = new MeetApiFactory(settings);
        using var admin = await meet.SignInAsAdminAsync();
        using var user = await meet.SignInAsUserAsync();

        using var rooms = await ReadAsync(admin, $"{Api}/rooms?maxItems=100");
        Assert.That(
            NamesIn(rooms.RootElement, "roomName"),
            Is.SupersetOf(new[] { "daily-abc", "daily-def" })
        );
        using var recordings = await ReadAsync(admin, $"{Api}/recordings?maxItems=100");
        Assert.That(
            NamesIn(recordings.RootElement.GetProperty("recordings"), "recordingId"),
            Is.SupersetOf(new[] { "daily-abc--EG_1--uid1", "daily-abc--EG_2--uid2" })
        );
        using var profile = await ReadAsync(user, $"{Api}/auth/profile");
        Assert.That(profile.RootElement.GetProperty("username").GetString(), Is.EqualTo("user"));
        using var keys = await ReadAsync(admin, $"{Api}/api-keys");
        using var audit = await ReadAsync(admin, $"{Api}/audit?maxItems=100");
        Assert.That(
            NamesIn(audit.RootElement.GetProperty("entries"), "action"),
            Does.Contain("Action3")
        );
        using var preferences = await ReadAsync(admin, $"{Api}/preferences/security");
        await meet.CreateRoomAsync();
    }

    private static IEnumerable<string?> NamesIn(JsonElement list, string property) =>
        [.. list.EnumerateArray().Select(item => item.GetProperty(property).GetString())];

    private static async Task<JsonDocument> ReadAsync(Browser browser, string path)
    {
        using var answer = await browser.GetAsync(path);
        var body = await answer.Content.ReadAsStringAsync();
        Assert.That(answer.IsSuccessStatusCode, $"{path}: {body}");
        return JsonDocument.Parse(body);
    }
}
