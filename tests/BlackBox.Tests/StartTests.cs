using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.BlackBox.Tests;

/// <summary>Starts that are killed, concurrent or refused, and the files that a stopped server leaves.</summary>
public sealed class StartTests
{
    private const string ApiKey = "black-box-api-key";
    private const int Kills = 8;

    private TemporaryDirectory _data = null!;

    private string Database => Path.Combine(_data.Path, "meet.db");

    [SetUp]
    public void SetUp() => _data = new TemporaryDirectory();

    [TearDown]
    public void TearDown() => _data.Dispose();

    /// <summary>
    /// The start is killed during the migration: as soon as the database file exists, and a little later each time.
    /// </summary>
    [Test]
    public async Task A_killed_start_does_not_prevent_the_next_from_answering()
    {
        for (var kill = 0; kill < Kills; kill++)
        {
            using var data = new TemporaryDirectory();
            using var server = PublishedServer.Begin(Release.Path, data.Path);
            await Eventually.HoldsAsync(
                () => File.Exists(Path.Combine(data.Path, "meet.db")),
                "the database file exists"
            );
            await Task.Delay(TimeSpan.FromMilliseconds(kill * 15));
            server.Kill();

            await server.StartAgainAsync();
        }
    }

    [Test]
    public async Task Two_concurrent_starts_in_an_empty_directory_both_succeed()
    {
        using var first = PublishedServer.Begin(Release.Path, _data.Path);
        using var second = PublishedServer.Begin(Release.Path, _data.Path);
        await Task.WhenAll(first.WaitUntilItAnswersAsync(), second.WaitUntilItAnswersAsync());
    }

    [Test]
    public async Task A_copy_of_the_database_file_after_a_stop_is_complete()
    {
        (string, string) key = ("MEET_API_KEY", ApiKey);
        using var server = PublishedServer.Begin(Release.Path, _data.Path, key);
        await server.WaitUntilItAnswersAsync();
        var room = await CreateRoomAsync(server);

        Assert.That(await server.StopAsync(), Is.Zero);
        using var copied = new TemporaryDirectory();
        File.Copy(Database, Path.Combine(copied.Path, "meet.db"));
        using var other = PublishedServer.Begin(Release.Path, copied.Path, key);
        await other.WaitUntilItAnswersAsync();

        using var admin = new Browser(new Uri(other.Url)).With("X-API-KEY", ApiKey);
        using var answer = await admin.GetAsync($"/meet/api/v1/rooms/{room}");
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task A_port_in_use_is_named_before_anything_is_changed()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var directory = Path.Combine(_data.Path, "data");

        using var server = PublishedServer.Begin(
            Release.Path,
            directory,
            ("SERVER_PORT", port.ToString(CultureInfo.InvariantCulture))
        );

        await AssertRefusedAsync(server, "SERVER_PORT");
        Assert.That(Directory.Exists(directory), Is.False);
    }

    [Test]
    public async Task A_data_directory_that_is_a_file_is_named()
    {
        var file = Path.Combine(_data.Path, "file");
        await File.WriteAllTextAsync(file, "content");

        using var server = PublishedServer.Begin(Release.Path, file);

        await AssertRefusedAsync(server, "MEET_DATA_DIR");
        Assert.That(await File.ReadAllTextAsync(file), Is.EqualTo("content"));
    }

    [TestCase("here")]
    [TestCase("http://localhost:99999")]
    [TestCase("http://localhost:0")]
    [TestCase("http://127.0.0.1:0/path")]
    [TestCase("https://127.0.0.1:0")]
    [TestCase("http://nosuchhost.example:6080")]
    [TestCase("http://unix:/no/such/directory/meet.sock")]
    public async Task An_invalid_address_is_named_before_anything_is_changed(string urls)
    {
        using var server = PublishedServer.Begin(
            Release.Path,
            _data.Path,
            ("ASPNETCORE_URLS", urls)
        );

        await AssertRefusedAsync(server, "--urls");
        Assert.That(Snapshot(), Is.Empty);
    }

    [TestCase("meet.db", "no database, but a text of some length", "meet.db is damaged")]
    [TestCase("keys/jwt.key", "short", "jwt.key is damaged")]
    public async Task A_damaged_file_is_named_and_left_unchanged(
        string name,
        string content,
        string fault
    )
    {
        var path = Path.Combine(_data.Path, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path, content);
        var before = Snapshot();

        using var server = PublishedServer.Begin(Release.Path, _data.Path);

        await AssertRefusedAsync(server, fault);
        Assert.That(Snapshot(), Is.EqualTo(before));
    }

    /// <summary>The database is open in another process, so that the last change is not in the main file yet.</summary>
    [Test]
    public async Task A_database_of_a_newer_version_is_named_and_left_unchanged()
    {
        using (var server = PublishedServer.Begin(Release.Path, _data.Path))
        {
            await server.WaitUntilItAnswersAsync();
            await server.StopAsync();
        }

        using var open = new SqliteConnection($"Data Source={Database};Pooling=False");
        open.Open();
        using var command = open.CreateCommand();
        command.CommandText =
            "INSERT INTO \"__EFMigrationsHistory\" VALUES ('29990101000000_Later', '99'); UPDATE \"Schema\" SET \"OldestVersion\" = '99.0.0'";
        command.ExecuteNonQuery();
        var before = Snapshot();

        using var refused = PublishedServer.Begin(Release.Path, _data.Path);

        await AssertRefusedAsync(refused, "newer version");
        Assert.That(Snapshot(), Is.EqualTo(before));
    }

    private static async Task AssertRefusedAsync(PublishedServer server, string fault)
    {
        var (exitCode, errors) = await server.WaitForExitAsync();

        Assert.That(exitCode, Is.EqualTo(1), errors);
        Assert.That(errors.Trim().Split('\n'), Has.Length.EqualTo(1), errors);
        Assert.That(errors, Does.Contain(fault));
    }

    private static async Task<string> CreateRoomAsync(PublishedServer server)
    {
        using var admin = new Browser(new Uri(server.Url)).With("X-API-KEY", ApiKey);
        using var created = await admin.PostAsync(
            "/meet/api/v1/rooms",
            new { expirationDate = 4102444800000 }
        );
        return TestRoom.From(await created.ReadJsonAsync()).Name;
    }

    /// <summary>Every file with its hash and the time of its last change.</summary>
    private string[] Snapshot() =>
        [
            .. Directory
                .EnumerateFiles(_data.Path, "*", SearchOption.AllDirectories)
                .Order(StringComparer.Ordinal)
                .Select(path => $"{path} {File.GetLastWriteTimeUtc(path):O} {Hash(path)}"),
        ];

    private static string Hash(string path)
    {
        using var content = new FileStream(
            path,
            FileMode.Open,
            FileAccess.Read,
            FileShare.ReadWrite | FileShare.Delete
        );
        return Convert.ToHexString(SHA256.HashData(content));
    }
}
