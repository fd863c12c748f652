using Microsoft.EntityFrameworkCore;
using OpenViduMeet.Domain.Audit;
using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.Infrastructure.Persistence;
using OpenViduMeet.Infrastructure.Storage;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.Infrastructure.IntegrationTests.Persistence;

public sealed class SqliteDatabaseTests : InstallationTests
{
    [Test]
    public async Task The_database_uses_a_write_ahead_log()
    {
        var mode = await Installation.CallAsync<MeetDbContext, string>(async database =>
            (await database.Database.SqlQueryRaw<string>("PRAGMA journal_mode").ToListAsync(Ct))[0]
        );
        Assert.That(mode, Is.EqualTo("wal"));
    }

    /// <summary>2 is FULL and 1 is NORMAL (https://www.sqlite.org/pragma.html#pragma_synchronous).</summary>
    [TestCase(false, 2)]
    [TestCase(true, 1)]
    public async Task Only_a_context_without_sync_does_not_wait_for_the_disk(
        bool isWithoutSync,
        int synchronous
    )
    {
        var meet = Installation.Get<IMeetDatabase>();
        // The connections of the one must not get into the pool of the other.
        for (var round = 0; round < 2; round++)
        {
            await using (var other = isWithoutSync ? meet.Open() : meet.OpenWithoutSync())
                await other.Rooms.AnyAsync(Ct);
            await using var context = isWithoutSync ? meet.OpenWithoutSync() : meet.Open();
            var found = await context
                .Database.SqlQueryRaw<int>("PRAGMA synchronous")
                .ToListAsync(Ct);

            Assert.That(found, Is.EqualTo([synchronous]));
        }
    }

    /// <summary>Otherwise they meet SQLite's lock, whose waits are long.</summary>
    [Test]
    public async Task Held_names_and_audit_entries_wait_until_they_may_write()
    {
        Task held;
        Task added;
        await using var context = Installation.Get<IMeetDatabase>().Open();
        await using var command = context.Database.GetDbConnection().CreateCommand();
        using (await Installation.Get<IMeetDatabase>().WaitToWriteAsync(command))
        {
            held = Installation.CallAsync<IParticipantNameHolds, ParticipantNameHold?>(holds =>
                holds.TryHoldAsync(
                    RoomName.Parse("daily-abc"),
                    ParticipantName.Parse("Alice"),
                    TokenFamily.New(epoch: 0),
                    Ct
                )
            );
            added = Installation.CallAsync<IAuditLog>(log =>
                log.AddAsync(
                    new AuditEntry(
                        Installation.Start,
                        "SignOut",
                        AuditActorKind.Anonymous,
                        Actor: null,
                        Address: null,
                        AuditEntry.Done
                    ),
                    Ct
                )
            );
            Assert.That(held.IsCompleted || added.IsCompleted, Is.False);
        }

        await Task.WhenAll(held, added);
    }

    /// <summary>Otherwise, the commit that makes the log too long moves it, and waits for the disk.</summary>
    [TestCase(WrittenBy.Statement)]
    [TestCase(WrittenBy.StatementBesideEntityFramework)]
    [TestCase(WrittenBy.Transaction)]
    public async Task What_was_written_gets_into_the_main_file_although_no_commit_moves_it(
        WrittenBy way
    )
    {
        const int size = 8 * 1024 * 1024;
        var meet = Installation.Get<IMeetDatabase>();
        await using var context = meet.Open();
        var database = context.Database;
        await database.ExecuteSqlRawAsync("PRAGMA wal_autocheckpoint = 0", Ct);
        await database.ExecuteSqlRawAsync("CREATE TABLE \"Large\" (\"Data\" BLOB)", Ct);
        await using var command = database.GetDbConnection().CreateCommand();
        command.CommandText = $"INSERT INTO \"Large\" VALUES (zeroblob({size}))";

        switch (way)
        {
            case WrittenBy.Statement:
                await database.ExecuteSqlRawAsync(command.CommandText, Ct);
                break;
            case WrittenBy.StatementBesideEntityFramework:
                using (await meet.WaitToWriteAsync(command))
                    await command.ExecuteNonQueryAsync(Ct);
                break;
            case WrittenBy.Transaction:
                await using (var transaction = await database.BeginTransactionAsync(Ct))
                {
                    await database.ExecuteSqlRawAsync(command.CommandText, Ct);
                    await transaction.CommitAsync(Ct);
                }

                break;
        }

        var file = new FileInfo(Installation.Get<StorageOptions>().DatabaseFile);
        await Eventually.HoldsAsync(
            () =>
            {
                file.Refresh();
                return file.Length > size;
            },
            "the main file has grown"
        );
    }

    /// <summary>SQLite itself never shortens its log while the database is in use.</summary>
    [Test]
    public async Task A_log_that_grew_while_somebody_read_is_cut_afterwards()
    {
        const int mebibyte = 1024 * 1024;
        var meet = Installation.Get<IMeetDatabase>();
        var log = new FileInfo($"{Installation.Get<StorageOptions>().DatabaseFile}-wal");
        await using var context = meet.Open();
        var database = context.Database;
        await database.ExecuteSqlRawAsync("CREATE TABLE \"Large\" (\"Data\" BLOB)", Ct);
        await using (var reader = meet.Open())
        {
            await using var snapshot = await reader.Database.BeginTransactionAsync(
                System.Data.IsolationLevel.ReadUncommitted,
                Ct
            );
            await reader.Rooms.AnyAsync(Ct);
            await WriteAsync(80 * mebibyte);
            log.Refresh();
            Assert.That(log.Length, Is.GreaterThan(80 * mebibyte));
        }

        await Eventually.HoldsAsync(
            async () =>
            {
                await WriteAsync(5 * mebibyte);
                log.Refresh();
                return log.Length < 40 * mebibyte;
            },
            "the log has been cut"
        );

        Task WriteAsync(int size) =>
            database.ExecuteSqlAsync($"""INSERT INTO "Large" VALUES (zeroblob({size}))""", Ct);
    }

    public enum WrittenBy
    {
        Statement,
        StatementBesideEntityFramework,
        Transaction,
    }

    [Test]
    public async Task A_statement_waits_for_the_lock_in_short_steps()
    {
        await using var context = Installation.Get<IMeetDatabase>().Open();
        var milliseconds = await context
            .Database.SqlQueryRaw<int>("PRAGMA busy_timeout")
            .ToListAsync(Ct);
        Assert.That(milliseconds, Is.EqualTo([250]));
    }

    [Test]
    public void Migrating_again_changes_nothing() =>
        Assert.That(() => Installation.MigrateAsync(), Throws.Nothing);
}
