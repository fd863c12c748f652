using Microsoft.EntityFrameworkCore;
using OpenViduMeet.Domain.Audit;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.Infrastructure.Backup;
using OpenViduMeet.Infrastructure.Persistence;
using OpenViduMeet.Infrastructure.Persistence.Model;
using OpenViduMeet.Infrastructure.Persistence.Postgres;
using OpenViduMeet.Infrastructure.Persistence.Sqlite;
using OpenViduMeet.Infrastructure.Settings;
using OpenViduMeet.Infrastructure.Storage;

namespace OpenViduMeet.Infrastructure.IntegrationTests.Backup;

/// <summary>When a restore is refused, and what a restore that fails leaves.</summary>
[TestFixture(TestDatabase.Sqlite)]
[TestFixture(TestDatabase.Postgres)]
public sealed class RestoreTests(TestDatabase database) : BackupTests(database, database)
{
    /// <summary>So that the numbers of the rows in the backup are lower than those in the database.</summary>
    private const int MoreThanInTheBackup = 10;

    /// <summary>Of SQLite, in bytes.</summary>
    private const int PageSize = 4096;

    private readonly TestDatabase _database = database;

    [Test]
    public async Task A_database_that_holds_data_is_replaced_only_if_that_is_asked_for()
    {
        await BackUpAsync();
        await AddRoomAsync("daily-other");

        Refuses("holds data", replace: false);
        Assert.That(await RoomsAsync(), Is.EqualTo(["daily-other"]));

        await RestoreAsync(replace: true);
        Assert.That(await RoomsAsync(), Is.EqualTo(["daily-abc", "daily-def"]));
    }

    [Test]
    public async Task A_restore_beside_a_running_server_is_refused()
    {
        await BackUpAsync();
        await using (var server = await NewServerAsync())
        {
            // Its users are saved, and its import runs, before it listens.
            Refuses("is in use", replace: true);
            if (_database == TestDatabase.Postgres)
            {
                await server.StartListeningAsync();
                Refuses("is in use", replace: true);
            }
        }

        await RestoreAsync(replace: true);
    }

    [Test]
    public async Task A_restore_that_fails_leaves_everything_as_it_was()
    {
        await BackUpAsync();
        await AddRoomAsync("daily-other");
        for (var count = 0; count < MoreThanInTheBackup; count++)
            await AddNumberedAsync();
        var before = await StateSample.RowsOfAsync(Target);
        // The last table but some, so that others have been filled before.
        ForgedArchive.Change(
            Archive,
            archive => archive.SetText("Users", archive.Text("Users") + archive.Text("Users"))
        );

        await InfrastructureStart.CloseAsync(Target.Services);
        Refuses("was not restored", replace: true);

        Assert.That(await StateSample.RowsOfAsync(Target), Is.EqualTo(before));
        Assert.That(Directory.Exists(Path.Combine(Target.DataDirectory, ".restore")), Is.False);
        Assert.That(AddNumberedAsync, Throws.Nothing, "numbers go on after the last one");
    }

    [TestCase("-wal")]
    [TestCase("-journal")]
    public async Task What_is_left_beside_a_missing_database_does_not_get_into_the_restored_one(
        string suffix
    )
    {
        if (_database == TestDatabase.Postgres)
            return;
        await BackUpAsync();
        var file = Target.Get<StorageOptions>().DatabaseFile;
        File.Delete(file);
        await File.WriteAllTextAsync($"{file}{suffix}", "of another database");

        await RestoreAsync();

        Assert.That(File.Exists($"{file}{suffix}"), Is.False);
        Assert.That(await RoomsAsync(), Is.EqualTo(["daily-abc", "daily-def"]));
    }

    [Test]
    public async Task A_damaged_database_of_another_program_is_not_replaced()
    {
        if (_database == TestDatabase.Postgres)
            return;
        await BackUpAsync();
        var file = Target.Get<StorageOptions>().DatabaseFile;
        await using (var context = Target.Get<IMeetDatabase>().Open())
            await context.Database.ExecuteSqlRawAsync("PRAGMA application_id = 1", Ct);
        await InfrastructureStart.CloseAsync(Target.Services);
        // The first page, which names the program, stays whole.
        await using (var content = File.OpenWrite(file))
        {
            content.Position = content.Length - PageSize;
            content.Write(new byte[PageSize]);
        }

        Refuses("is the database of another program", replace: true);
    }

    [Test]
    public async Task A_server_does_not_start_during_a_restore()
    {
        await WhileRestoredAsync(() =>
            Assert.That(Target.MigrateAsync, Throws.TypeOf<StartException>())
        );

        Assert.That(Target.MigrateAsync, Throws.Nothing);
    }

    /// <summary>PostgreSQL's TRUNCATE empties a table also for those who took their snapshot before it.</summary>
    [Test]
    public async Task A_backup_during_a_restore_is_refused()
    {
        await WhileRestoredAsync(() =>
            Assert.That(
                BackUpTargetAsync,
                Throws.TypeOf<StartException>().With.Message.Contains("is being restored")
            )
        );
        Assert.That(File.Exists(Archive), Is.False);

        Assert.That(BackUpTargetAsync, Throws.Nothing);
    }

    [Test]
    public async Task A_restore_during_a_backup_is_refused()
    {
        await BackUpAsync();
        await using (await Target.Get<IStateDatabase>().OpenSnapshotAsync(Ct))
            Refuses("is in use", replace: true);

        await RestoreAsync(replace: true);
    }

    [Test]
    public async Task A_backup_of_a_database_with_another_schema_is_refused()
    {
        await ChangeHistoryAsync(
            "INSERT INTO \"__EFMigrationsHistory\" VALUES ('29990101000000_Later', '99')"
        );
        Assert.That(
            () => BackUpAsync(),
            Throws.TypeOf<StartException>().With.Message.Contains("newer version")
        );
        await ChangeHistoryAsync(
            "DELETE FROM \"__EFMigrationsHistory\" WHERE \"MigrationId\" LIKE '%Trust' OR \"MigrationId\" LIKE '%Later'"
        );
        Assert.That(
            () => BackUpAsync(),
            Throws.TypeOf<StartException>().With.Message.Contains("earlier version")
        );
        Assert.That(File.Exists(Archive), Is.False);
    }

    /// <summary>Adds a row to each table that numbers its rows.</summary>
    private async Task AddNumberedAsync()
    {
        await using var context = Target.Get<IMeetDatabase>().Open();
        context.Add(
            new AuditEntry(
                Installation.Start,
                "New",
                AuditActorKind.User,
                null,
                null,
                AuditEntry.Done
            )
        );
        context.Add(
            new QueueItem
            {
                Queue = "webhooks",
                Id = Guid.NewGuid().ToString("N"),
                Kind = "RoomFinished",
                Payload = "",
                AddedAt = Installation.Start,
                DueAt = Installation.Start,
            }
        );
        await context.SaveChangesAsync();
    }

    private Task BackUpTargetAsync() =>
        Target.Get<StateArchive>().BackUpAsync(Archive, MediaScope.None, Lines.Add, Ct);

    /// <summary>Holds the target's database as a restore does.</summary>
    private async Task WhileRestoredAsync(Action act)
    {
        if (_database == TestDatabase.Sqlite)
        {
            using var restore = InUse.TakeAlone(Target.Get<StorageOptions>().DatabaseFile);
            act();
            return;
        }

        await using var connection = await Target.Get<PostgresDatabase>().ConnectAsync(Ct);
        await using var alone = await NodeLock.TakeAloneAsync(connection, Ct);
        act();
    }

    private void Refuses(string fault, bool replace)
    {
        var refused = Assert.ThrowsAsync<StartException>(() => RestoreAsync(replace: replace));
        Assert.That(refused!.Message, Does.Contain(fault).And.Not.Contain("\n"));
    }

    private async Task AddRoomAsync(string name)
    {
        await Target.CallAsync<IRoomRepository>(rooms => rooms.AddAsync(Target.NewRoom(name), Ct));
        await InfrastructureStart.CloseAsync(Target.Services);
    }

    private async Task<string[]> RoomsAsync()
    {
        await using var context = Target.Get<IMeetDatabase>().Open();
        var names = context
            .Rooms.Select(room => room.Name)
            .AsEnumerable()
            .Select(name => name.Value)
            .Order(StringComparer.Ordinal)
            .ToArray();
        await context.DisposeAsync();
        await InfrastructureStart.CloseAsync(Target.Services);
        return names;
    }

    private async Task ChangeHistoryAsync(string statement)
    {
        await using var context = Source.Get<IMeetDatabase>().Open();
#pragma warning disable EF1002 // The statements are constants of this file.
        await context.Database.ExecuteSqlRawAsync(statement, Ct);
#pragma warning restore EF1002
    }
}
