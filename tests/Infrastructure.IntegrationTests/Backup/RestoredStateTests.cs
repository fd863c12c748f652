using Microsoft.EntityFrameworkCore;
using OpenViduMeet.Domain.Audit;
using OpenViduMeet.Infrastructure.Backup;
using OpenViduMeet.Infrastructure.Persistence;
using OpenViduMeet.Infrastructure.Persistence.Model;

namespace OpenViduMeet.Infrastructure.IntegrationTests.Backup;

/// <summary>A backup of either database, restored into either.</summary>
[TestFixture(TestDatabase.Sqlite, TestDatabase.Sqlite)]
[TestFixture(TestDatabase.Sqlite, TestDatabase.Postgres)]
[TestFixture(TestDatabase.Postgres, TestDatabase.Sqlite)]
[TestFixture(TestDatabase.Postgres, TestDatabase.Postgres)]
public sealed class RestoredStateTests(TestDatabase from, TestDatabase to) : BackupTests(from, to)
{
    [Test]
    public async Task The_restored_installation_has_the_same_rows_in_every_archived_table()
    {
        await BackUpAsync();
        await RestoreAsync();

        var original = await StateSample.RowsOfAsync(Source);
        var restored = await StateSample.RowsOfAsync(Target);
        Assert.Multiple(() =>
        {
            foreach (var (table, rows) in original)
            {
                Assert.That(rows, Is.Not.Empty, $"{table}: a new table needs rows in the sample");
                Assert.That(
                    restored[table],
                    Is.EqualTo(ArchiveTable.LeftOut.ContainsKey(table) ? [] : rows),
                    table
                );
            }
        });
    }

    [Test]
    public async Task A_backup_of_the_restored_installation_holds_the_same()
    {
        await BackUpAsync();
        await RestoreAsync();
        await Target
            .Get<StateArchive>()
            .BackUpAsync(FileNamed("second"), MediaScope.Listed, Lines.Add, Ct);

        Assert.That(TablesIn(FileNamed("second")), Is.EqualTo(TablesIn(Archive)));
    }

    [Test]
    public async Task Numbers_continue_after_the_last_one_that_was_given_before_the_backup()
    {
        var before = await LastNumbersAsync(Source);
        await BackUpAsync();
        await RestoreAsync();

        var (entry, item) = await AddNumberedAsync(Target);
        // In each, the last row was deleted before the backup.
        Assert.That(entry, Is.EqualTo(before.Entry + 2));
        Assert.That(item, Is.EqualTo(before.Item + 2));
    }

    [Test]
    public async Task What_was_there_is_gone_after_it_was_replaced()
    {
        await StateSample.FillAsync(Target);
        await InfrastructureStart.CloseAsync(Target.Services);
        await BackUpAsync();
        await RestoreAsync(replace: true);

        var original = await StateSample.RowsOfAsync(Source);
        var restored = await StateSample.RowsOfAsync(Target);
        Assert.That(restored["ApiKeys"], Is.EqualTo(original["ApiKeys"]));
        Assert.That(restored["SignInSessions"], Is.EqualTo(original["SignInSessions"]));
        Assert.That(restored["WrongGuesses"], Is.Empty);
    }

    [Test]
    public async Task An_archive_of_an_earlier_schema_gets_the_defaults_of_what_it_lacks()
    {
        await BackUpAsync();
        ForgedArchive.Change(
            Archive,
            archive =>
            {
                archive.Manifest["schema"] = "Initial";
                archive.RemoveTable("ApiKeys");
                archive.RemoveColumn("SignInSessions", "Provider_Name");
                archive.RemoveColumn("SignInSessions", "Provider_Role");
                archive.RemoveColumn("SignInSessions", "Provider_Rules");
                archive.RemoveColumn("SignInSessions", "Provider_SessionKey");
                archive.RemoveColumn("Rooms", "Preferences_RecordingAccess");
            }
        );
        await RestoreAsync();

        var restored = await StateSample.RowsOfAsync(Target);
        Assert.That(restored["ApiKeys"], Is.Empty);
        Assert.That(
            restored["SignInSessions"],
            Has.Length.EqualTo(2).And.All.Contains("Provider_Name=null")
        );
        Assert.That(restored["Rooms"], Has.Length.EqualTo(2).And.All.Contains("RecordingAccess=,"));
    }

    private static string[] TablesIn(string file)
    {
        using var archive = ArchiveReader.Open(file);
        return
        [
            .. archive
                .Manifest.Tables.Select(table =>
                    $"{table.Name} {table.Sequence} {table.Part.Lines}"
                )
                .Order(StringComparer.Ordinal),
        ];
    }

    private static async Task<(long Entry, long Item)> LastNumbersAsync(Installation installation)
    {
        await using var context = installation.Get<IMeetDatabase>().Open();
        return (
            await context.AuditEntries.MaxAsync(entry => entry.Sequence),
            await context.QueueItems.MaxAsync(item => item.Sequence)
        );
    }

    private static async Task<(long Entry, long Item)> AddNumberedAsync(Installation installation)
    {
        await using var context = installation.Get<IMeetDatabase>().Open();
        var item = new QueueItem
        {
            Queue = "webhooks",
            Id = "new",
            Kind = "RoomFinished",
            Payload = "",
            AddedAt = Installation.Start,
            DueAt = Installation.Start,
        };
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
        context.Add(item);
        await context.SaveChangesAsync();
        return await LastNumbersAsync(installation);
    }
}
