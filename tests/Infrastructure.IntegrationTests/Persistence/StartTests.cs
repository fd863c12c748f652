using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.Infrastructure.Persistence;
using OpenViduMeet.Infrastructure.Persistence.Sqlite;
using OpenViduMeet.Infrastructure.Settings;
using OpenViduMeet.Infrastructure.Storage;

namespace OpenViduMeet.Infrastructure.IntegrationTests.Persistence;

/// <summary>Starts on a data directory that an earlier start, another program or an accident has changed.</summary>
public sealed class StartTests : InstallationTests
{
    private const string FirstMigration = "20261122224010_Initial";
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    private string File => Installation.Get<StorageOptions>().DatabaseFile;

    private string KeyFile => Installation.Get<StorageOptions>().KeyFile;

    [Test]
    public async Task A_lock_left_by_a_killed_start_does_not_delay_the_next()
    {
        PlantLock();
        await StartAsync().WaitAsync(Bound);
    }

    [TestCase(0)]
    [TestCase(1)]
    public async Task An_interrupted_migration_is_completed(int migrations)
    {
        RemoveAll();
        if (migrations > 0)
            await Installation.CallAsync<MeetDbContext>(database =>
                database.Database.MigrateAsync(FirstMigration, Ct)
            );
        PlantLock();

        await StartAsync().WaitAsync(Bound);

        Assert.That(
            await Installation.CallAsync<MeetDbContext, IEnumerable<string>>(database =>
                database.Database.GetPendingMigrationsAsync(Ct)
            ),
            Is.Empty
        );
        Assert.That(ReadRw("SELECT COUNT(*) FROM \"__EFMigrationsLock\""), Is.EqualTo("0"));
        Assert.That(ReadRw("PRAGMA journal_mode"), Is.EqualTo("wal"));
    }

    [Test]
    public async Task An_empty_database_file_is_filled()
    {
        RemoveAll();
        await System.IO.File.WriteAllBytesAsync(File, []);

        await StartAsync();

        Assert.That(ReadRw("PRAGMA journal_mode"), Is.EqualTo("wal"));
    }

    [Test]
    public async Task Concurrent_starts_in_an_empty_directory_create_one_database()
    {
        RemoveAll();
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Task.Run(StartAsync)))
            .WaitAsync(Bound);
        Assert.That(
            await Installation.CallAsync<IRoomRepository, bool>(rooms =>
                rooms.IsKeptAsync(RoomName.Parse("daily-abc"), Ct)
            ),
            Is.False
        );
    }

    private static IEnumerable<TestCaseData> Unusable()
    {
        const string Damaged = "is damaged";
        const string Foreign = "is the database of another program";
        yield return Case("a text", test => test.Fill("meet.db", 5000), Damaged);
        yield return Case("half of it", test => test.Truncate(), Damaged);
        yield return Case("a damaged page", test => test.Scratch(), Damaged);
        yield return Case("nothing", test => test.Empty(), "is empty, and was not before");
        yield return Case(
            "no tables",
            test => test.Replace("PRAGMA user_version = 7"),
            "is empty, and was not before"
        );
        yield return Case(
            "others' tables",
            test => test.Replace("CREATE TABLE Songs (Title TEXT)"),
            Foreign
        );
        yield return Case(
            "another application's id",
            test => test.Replace("PRAGMA application_id = 7"),
            Foreign
        );
        yield return Case(
            "others' migrations",
            test =>
                test.Replace(
                    "CREATE TABLE \"__EFMigrationsHistory\" (\"MigrationId\" TEXT); INSERT INTO \"__EFMigrationsHistory\" VALUES ('20200101000000_Songs')"
                ),
            Foreign
        );
        yield return Case(
            "a schema that needs a newer version",
            test =>
                test.WriteRw(
                    "INSERT INTO \"__EFMigrationsHistory\" VALUES ('29990101000000_Later', '99'); UPDATE \"Schema\" SET \"OldestVersion\" = '99.1.0'"
                ),
            "was written by a newer version of this server and needs 99.1.0 or later"
        );
        yield return Case(
            "a later migration of a schema that names no version",
            test =>
                test.WriteRw(
                    "INSERT INTO \"__EFMigrationsHistory\" VALUES ('29990101000000_Later', '99'); DELETE FROM \"Schema\""
                ),
            "was written by a newer version"
        );
        yield return Case("a folder", test => test.FolderInItsPlace(), "it is a folder");
        yield return Case("no Base64", test => test.Fill("keys/jwt.key", 88), "jwt.key is damaged");
        yield return Case("no key", test => test.Fill("keys/jwt.key", 0), "jwt.key is damaged");
        yield return Case(
            "a short key",
            test => test.Fill("keys/jwt.key", Convert.ToBase64String(new byte[32])),
            "jwt.key is damaged"
        );

        static TestCaseData Case(string what, Action<StartTests> arrange, string fault) =>
            new TestCaseData<Action<StartTests>, string>(arrange, fault).SetArgDisplayNames(what);
    }

    [TestCaseSource(nameof(Unusable))]
    public async Task An_unusable_file_is_named_in_one_line_and_left_unchanged(
        Action<StartTests> arrange,
        string fault
    )
    {
        await PrepareAsync();
        await InfrastructureStart.CloseAsync(Installation.Services);
        arrange(this);
        var before = Snapshot();

        var refused = Assert.ThrowsAsync<StartException>(PrepareAsync);

        Assert.That(refused!.Message, Does.Contain(fault).And.Not.Contain(Environment.NewLine));
        Assert.That(Snapshot(), Is.EqualTo(before));
    }

    [Test]
    public async Task A_later_migration_that_this_version_can_use_is_no_obstacle()
    {
        await PrepareAsync();
        WriteRw("INSERT INTO \"__EFMigrationsHistory\" VALUES ('29990101000000_Later', '99')");

        Assert.That(PrepareAsync, Throws.Nothing);
    }

    [Test]
    public async Task A_deleted_database_is_created_again()
    {
        await PrepareAsync();
        Remove();
        Assert.That(PrepareAsync, Throws.Nothing);
    }

    [Test]
    public async Task A_database_is_created_beside_existing_recordings()
    {
        RemoveAll();
        Directory.CreateDirectory(
            Path.Combine(Installation.DataDirectory, "openvidu-meet", "recordings")
        );
        await PrepareAsync();
        Assert.That(System.IO.File.Exists(File));
    }

    [Test]
    public async Task A_closed_database_is_one_file()
    {
        await Installation.CallAsync<IRoomRepository>(rooms =>
            rooms.AddAsync(Installation.NewRoom("daily-abc"), Ct)
        );

        await InfrastructureStart.CloseAsync(Installation.Services);
        var copy = Path.Combine(Installation.DataDirectory, "copy.db");
        System.IO.File.Copy(File, copy);

        Assert.That(new FileInfo($"{File}-wal") is { Exists: true, Length: > 0 }, Is.False);
        using var connection = new SqliteConnection($"Data Source={copy};Pooling=False");
        connection.Open();
        Assert.That(Run(connection, "SELECT COUNT(*) FROM Rooms"), Is.EqualTo("1"));
    }

    [Test]
    public async Task Only_the_owner_may_read_the_database_and_the_key()
    {
        if (OperatingSystem.IsWindows())
            throw new IgnoreException("Windows has no Unix file modes.");
        await PrepareAsync();

        AssertOwnerOnly();
    }

    [Test]
    public async Task A_start_restricts_existing_files_to_the_owner()
    {
        if (OperatingSystem.IsWindows())
            throw new IgnoreException("Windows has no Unix file modes.");
        await PrepareAsync();
        using var open = Open(SqliteOpenMode.ReadWrite);
        Run(open, "CREATE TABLE Later (Id INTEGER)");
        foreach (var file in Secrets())
            System.IO.File.SetUnixFileMode(file, (UnixFileMode)0b110_100_100);

        await PrepareAsync();

        Assert.That(Secrets().Count(), Is.EqualTo(4));
        AssertOwnerOnly();
    }

    [Test]
    public async Task A_data_directory_that_the_start_creates_is_restricted_to_the_owner()
    {
        if (OperatingSystem.IsWindows())
            throw new IgnoreException("Windows has no Unix file modes.");
        var directory = Path.Combine(Installation.DataDirectory, "made");
        await using var other = await Installation.NewAsync(("MEET_DATA_DIR", directory));

        Assert.That(
            System.IO.File.GetUnixFileMode(directory),
            Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute)
        );
    }

    [TestCase("")]
    [TestCase("/below")]
    public void A_file_in_the_place_of_the_data_directory_is_named(string below)
    {
        var file = Path.Combine(Installation.DataDirectory, "file");
        System.IO.File.WriteAllText(file, "content");

        var refused = Assert.ThrowsAsync<StartException>(() =>
            Installation.NewAsync(("MEET_DATA_DIR", file + below))
        );

        Assert.That(refused!.Message, Does.StartWith("MEET_DATA_DIR (").And.Contain("is a file"));
    }

    private Task StartAsync() => Installation.MigrateAsync();

    private Task PrepareAsync() => InfrastructureStart.PrepareAsync(Installation.Services, Ct);

    private IEnumerable<string> Secrets() =>
        new[] { File, $"{File}-wal", $"{File}-shm", KeyFile }.Where(System.IO.File.Exists);

    private void AssertOwnerOnly()
    {
        if (OperatingSystem.IsWindows())
            return;
        foreach (var file in Secrets())
            Assert.That(
                System.IO.File.GetUnixFileMode(file),
                Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite),
                file
            );
    }

    /// <summary>Adds the lock that a start leaves behind if it is killed during a migration.</summary>
    private void PlantLock() =>
        WriteRw(
            """
            CREATE TABLE IF NOT EXISTS "__EFMigrationsLock" ("Id" INTEGER NOT NULL PRIMARY KEY, "Timestamp" TEXT NOT NULL);
            INSERT INTO "__EFMigrationsLock" VALUES (1, '2026-01-01 00:00:00')
            """
        );

    private void Fill(string file, int length) => Fill(file, new string('?', length));

    private void Fill(string file, string content)
    {
        RemoveBeside();
        System.IO.File.WriteAllText(Path.Combine(Installation.DataDirectory, file), content);
    }

    private void Truncate()
    {
        using var file = System.IO.File.OpenWrite(File);
        file.SetLength(file.Length / 2);
    }

    /// <summary>Overwrites the middle of the file and keeps its header.</summary>
    private void Scratch()
    {
        using var file = System.IO.File.OpenWrite(File);
        file.Position = 8192;
        file.Write(new byte[8192]);
    }

    private void Empty() => System.IO.File.WriteAllBytes(File, []);

    private void FolderInItsPlace()
    {
        Remove();
        Directory.CreateDirectory(File);
    }

    private void Replace(string statement)
    {
        Remove();
        WriteRw(statement);
    }

    private void Remove()
    {
        SqliteConnection.ClearAllPools();
        System.IO.File.Delete(File);
        RemoveBeside();
    }

    /// <summary>Removes everything, as before the first start.</summary>
    private void RemoveAll()
    {
        Remove();
        System.IO.File.Delete(DatabaseLock.FileFor(File));
    }

    private void RemoveBeside()
    {
        System.IO.File.Delete($"{File}-wal");
        System.IO.File.Delete($"{File}-shm");
    }

    private SqliteConnection Open(SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder
            {
                DataSource = File,
                Mode = mode,
                Pooling = false,
            }.ToString()
        );
        connection.Open();
        return connection;
    }

    private string? ReadRw(string query)
    {
        using var connection = Open(SqliteOpenMode.ReadWrite);
        return Run(connection, query);
    }

    private void WriteRw(string statement)
    {
        using var connection = Open(SqliteOpenMode.ReadWriteCreate);
        Run(connection, statement);
    }

    private static string? Run(SqliteConnection connection, string statement)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // All statements are constants in this file.
        command.CommandText = statement;
#pragma warning restore CA2100
        return Convert.ToString(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    /// <summary>Every file with its hash and the time of its last change, and every folder.</summary>
    private string[] Snapshot() =>
        [
            .. Directory
                .EnumerateFileSystemEntries(
                    Installation.DataDirectory,
                    "*",
                    SearchOption.AllDirectories
                )
                .Order(StringComparer.Ordinal)
                .Select(path =>
                    Directory.Exists(path)
                        ? path
                        : $"{path} {System.IO.File.GetLastWriteTimeUtc(path):O} {Hash(path)}"
                ),
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
