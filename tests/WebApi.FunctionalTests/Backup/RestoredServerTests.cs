using System.IO.Compression;
using System.Text.Json;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.WebApi.FunctionalTests.Backup;

/// <summary>A server that is backed up while it is used, and a restored one, with each database.</summary>
[TestFixture(false, false)]
[TestFixture(false, true)]
[TestFixture(true, false)]
[TestFixture(true, true)]
public sealed class RestoredServerTests(bool fromPostgres, bool toPostgres)
{
    private const string Api = "/meet/api/v1";
    private const int Users = 4;
    private const int Backups = 5;

    private readonly List<string> _databases = [];
    private TemporaryDirectory _files = null!;
    private MeetApiFactory _source = null!;
    private Browser _administrator = null!;

    /// <summary>The number of rooms that were created under load.</summary>
    private int _created;

    [SetUp]
    public async Task StartAsync()
    {
        _files = new TemporaryDirectory();
        _created = 0;
        _source = new MeetApiFactory(await SettingsAsync("source", fromPostgres));
        _administrator = await _source.SignInAsAdminAsync();
    }

    [TearDown]
    public async Task StopAsync()
    {
        _administrator.Dispose();
        await _source.DisposeAsync();
        foreach (var database in _databases)
            await (await PostgresServer.SharedAsync()).DropDatabaseAsync(database);
        _databases.Clear();
        _files.Dispose();
    }

    [Test]
    public async Task A_backup_under_load_shows_one_moment()
    {
        using var stop = new CancellationTokenSource();
        var users = Enumerable.Range(0, Users).Select(_ => UseAsync(stop.Token)).ToList();
        for (var count = 0; count < Backups; count++)
        {
            await _source.BackUpAsync(FileNamed($"{count}"));
            await WaitForMoreRoomsAsync();
        }

        await stop.CancelAsync();
        await Task.WhenAll(users);

        var counts = new List<int>();
        for (var count = 0; count < Backups; count++)
        {
            var rooms = ValuesIn(FileNamed($"{count}"), "Rooms", "Name").Except(["demo"]).ToList();
            var created = ValuesIn(FileNamed($"{count}"), "AuditEntries", "Room");
            var recorded = ValuesIn(FileNamed($"{count}"), "Recordings", "Room").Except(["demo"]);
            // The entry is stored with the room, and the recording after it.
            Assert.That(created, Is.EquivalentTo(rooms));
            Assert.That(recorded, Is.SubsetOf(rooms));
            counts.Add(rooms.Count);
        }

        Assert.That(counts, Is.Ordered);
        Assert.That(counts[^1], Is.GreaterThan(counts[0]).And.GreaterThan(0));
    }

    [Test]
    public async Task A_restored_server_answers_as_the_one_that_was_backed_up()
    {
        var (room, stream, media) = await FillAsync();
        await _source.BackUpAsync(FileNamed("backup"));
        var expected = await AnswersAsync(_source, room);

        var settings = await SettingsAsync("target", toPostgres);
        CopyMedia(FileNamed("source"), settings["MEET_DATA_DIR"]);
        await StateCommands.RestoreAsync(FileNamed("backup"), settings);
        await using var target = new MeetApiFactory(settings);

        Assert.That(await AnswersAsync(target, room), Is.EqualTo(expected));
        using var admin = await target.SignInAsAdminAsync();
        using var streamed = await admin.GetAsync(stream);
        Assert.That(await streamed.Content.ReadAsByteArrayAsync(), Is.EqualTo(media));
        using var participant = await target.EnterAsync(room, "Alice", room.PublisherSecret);
        Assert.That(participant.Cookie(Browser.ParticipantCookie, "/"), Is.Not.Null);
    }

    /// <summary>Creates rooms and recordings until it is told to stop.</summary>
    private async Task UseAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            var room = await _source.CreateRoomAsync();
            Interlocked.Increment(ref _created);
            await _source.AddRecordingAsync([1, 2, 3], room.Name);
        }
    }

    private Task WaitForMoreRoomsAsync()
    {
        var before = Volatile.Read(ref _created);
        return Eventually.HoldsAsync(
            () => Volatile.Read(ref _created) > before,
            "another room is created"
        );
    }

    private async Task<(TestRoom Room, string Stream, byte[] Media)> FillAsync()
    {
        var room = await _source.CreateRoomAsync(maxParticipants: 9);
        var (stream, media) = await _source.AddRecordingAsync(new byte[100_000], room.Name);
        using var moderator = await _source.EnterAsync(room);
        using var bob = await _source.EnterAsync(room, "Bob", room.PublisherSecret);
        (await moderator.DisconnectAsync(room, "Bob")).EnsureSuccessStatusCode();
        await PostAsync(
            $"{Api}/api-keys",
            new { name = "monitoring", scopes = new[] { "rooms:read" } }
        );
        await PostAsync($"{Api}/preferences/webhooks/secrets", null);
        using var preferences = await _administrator.PutAsync(
            $"{Api}/preferences/security",
            new { authentication = new { authMode = "moderators_only" } }
        );
        preferences.EnsureSuccessStatusCode();
        return (room, stream, media);
    }

    private async Task PostAsync(string path, object? body)
    {
        using var answer = await _administrator.PostAsync(path, body);
        Assert.That(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>What administrators read, each with its answer. The session began at the server that was backed up.</summary>
    private async Task<Dictionary<string, string>> AnswersAsync(MeetApiFactory meet, TestRoom room)
    {
        using var browser = meet.NewBrowser()
            .With("Authorization", $"Bearer {_administrator.Cookie(Browser.AccessCookie, "/")}");
        var answers = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (
            var path in (string[])
                [
                    "auth/profile",
                    "rooms?maxItems=100",
                    "recordings?maxItems=100",
                    $"rooms/{room.Name}/bans",
                    "api-keys",
                    "preferences/security",
                    "preferences/webhooks",
                    "preferences/webhooks/secrets",
                    "audit?maxItems=100",
                ]
        )
        {
            using var answer = await browser.GetAsync($"{Api}/{path}");
            var body = await answer.Content.ReadAsStringAsync();
            Assert.That(answer.IsSuccessStatusCode, $"{path}: {body}");
            answers[path] = body.Replace(
                meet.Address.GetLeftPart(UriPartial.Authority),
                "",
                StringComparison.Ordinal
            );
        }

        return answers;
    }

    private async Task<Dictionary<string, string>> SettingsAsync(string name, bool postgres)
    {
        var settings = new Dictionary<string, string>
        {
            ["MEET_DATA_DIR"] = FileNamed(name),
            ["MEET_LOG_LEVEL"] = "warn",
        };
        if (postgres)
        {
            settings["MEET_DATABASE_URL"] = await (
                await PostgresServer.SharedAsync()
            ).CreateDatabaseAsync();
            _databases.Add(settings["MEET_DATABASE_URL"]);
        }

        return settings;
    }

    private static void CopyMedia(string from, string to)
    {
        var source = Path.Combine(from, "openvidu-meet");
        foreach (var file in Directory.GetFiles(source, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, "openvidu-meet", Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    /// <summary>One value of each row of an archived table.</summary>
    private static List<string> ValuesIn(string archive, string table, string column)
    {
        using var zip = ZipFile.OpenRead(archive);
        using var reader = new StreamReader(zip.GetEntry($"tables/{table}.ndjson")!.Open());
        var values = new List<string>();
        while (reader.ReadLine() is { } line)
        {
            using var row = JsonDocument.Parse(line);
            if (row.RootElement.TryGetProperty(column, out var value))
                values.Add(value.GetString()!);
        }

        return values;
    }

    private string FileNamed(string name) => Path.Combine(_files.Path, name);
}
