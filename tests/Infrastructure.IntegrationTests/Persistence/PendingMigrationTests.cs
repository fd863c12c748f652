using Microsoft.EntityFrameworkCore;
using OpenViduMeet.Infrastructure.Backup;
using OpenViduMeet.Infrastructure.Persistence;
using OpenViduMeet.Infrastructure.Persistence.Postgres;
using OpenViduMeet.Infrastructure.Persistence.Sqlite;
using OpenViduMeet.Infrastructure.Storage;

namespace OpenViduMeet.Infrastructure.IntegrationTests.Persistence;

/// <summary>What <c>migrate --dry-run</c> prints.</summary>
public sealed class PendingMigrationTests(TestDatabase database) : DatabaseTests(database)
{
    [Test]
    public async Task Nothing_is_pending_after_a_migration() =>
        Assert.That(await PendingAsync(), Is.Empty);

    [Test]
    public async Task A_pending_migration_is_shown_with_its_statements_and_not_applied()
    {
        await Installation.CallAsync<MeetDbContext>(context =>
            context.Database.ExecuteSqlRawAsync(
                "DELETE FROM \"__EFMigrationsHistory\" WHERE \"MigrationId\" LIKE '%_Trust'",
                Ct
            )
        );

        for (var time = 0; time < 2; time++)
        {
            var pending = await PendingAsync();
            Assert.That(pending[0].Name, Does.EndWith("_Trust"));
            Assert.That(pending[0].Sql, Does.Contain("CREATE TABLE \"ApiKeys\""));
        }
    }

    /// <summary>Archives name the schema by them. Before the first archives, the two databases had different ones.</summary>
    [Test]
    public void Migrations_have_the_same_names_on_both_databases()
    {
        using var sqlite = new SqliteDatabase.DesignTimeFactory().CreateDbContext([]);
        using var postgres = new PostgresDatabase.DesignTimeFactory().CreateDbContext([]);
        var here = ArchiveSchema.MigrationsOf(sqlite).SkipWhile(name => name != "Trust").ToList();
        var there = ArchiveSchema
            .MigrationsOf(postgres)
            .SkipWhile(name => name != "Trust")
            .ToList();

        Assert.That(here, Is.Not.Empty);
        Assert.That(there, Is.EqualTo(here));
    }

    private Task<IReadOnlyList<PendingMigration>> PendingAsync() =>
        InfrastructureStart.FindPendingMigrationsAsync(Installation.Services, Ct);
}

/// <inheritdoc cref="PendingMigrationTests"/>
public sealed class MissingDatabaseTests : InstallationTests
{
    [Test]
    public async Task All_migrations_of_a_missing_database_are_pending_and_nothing_is_created()
    {
        await InfrastructureStart.CloseAsync(Installation.Services);
        var file = Installation.Get<StorageOptions>().DatabaseFile;
        foreach (var path in Directory.GetFiles(Installation.DataDirectory))
            File.Delete(path);

        var pending = await InfrastructureStart.FindPendingMigrationsAsync(
            Installation.Services,
            Ct
        );

        Assert.That(pending[0].Name, Does.EndWith("_Initial"));
        Assert.That(pending[0].Sql, Does.Contain("CREATE TABLE \"Rooms\""));
        Assert.That(File.Exists(file), Is.False);
        Assert.That(Directory.GetFiles(Installation.DataDirectory), Is.Empty);
    }
}
