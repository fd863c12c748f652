using System.Reflection;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using OpenViduMeet.Infrastructure.Backup;
using OpenViduMeet.Infrastructure.Persistence;

namespace OpenViduMeet.Infrastructure.IntegrationTests.Backup;

/// <summary>What the migrations must keep to, so that archives of earlier versions can be restored (ADR 56).</summary>
[TestFixture(TestDatabase.Sqlite)]
[TestFixture(TestDatabase.Postgres)]
public sealed class MigrationTests(TestDatabase database)
{
    /// <summary>The last migration of the first version that writes archives.</summary>
    private const string First = "Trust";

    /// <summary>An archive of an earlier schema is loaded into the current one, where such statements have run on empty tables.</summary>
    [Test]
    public async Task Migrations_after_the_first_archives_do_not_change_rows()
    {
        var settings = await TestDatabases.NewAsync(database);
        await using (var installation = await Installation.NewAsync(settings))
        await using (var context = installation.Get<IMeetDatabase>().Open())
        {
            var names = ArchiveSchema.MigrationsOf(context).ToList();
            Assert.That(names, Does.Contain(First));
            var assembly = context.GetService<IMigrationsAssembly>();
            var changing = assembly
                .Migrations.OrderBy(migration => migration.Key, StringComparer.Ordinal)
                .Skip(names.IndexOf(First) + 1)
                .Where(migration => ChangesRows(assembly, migration.Value, context))
                .Select(migration => migration.Key);
            Assert.That(changing, Is.Empty);
        }

        await TestDatabases.DropAsync(settings);
    }

    /// <summary>So that the check finds what it looks for.</summary>
    [Test]
    public async Task Earlier_migrations_have_statements_of_their_own()
    {
        var settings = await TestDatabases.NewAsync(database);
        await using (var installation = await Installation.NewAsync(settings))
        await using (var context = installation.Get<IMeetDatabase>().Open())
        {
            var assembly = context.GetService<IMigrationsAssembly>();
            Assert.That(
                assembly.Migrations.Values.Count(migration =>
                    ChangesRows(assembly, migration, context)
                ),
                Is.Positive
            );
        }

        await TestDatabases.DropAsync(settings);
    }

    private static bool ChangesRows(
        IMigrationsAssembly assembly,
        TypeInfo migration,
        MeetDbContext context
    ) =>
        assembly
            .CreateMigration(migration, context.Database.ProviderName!)
            .UpOperations.Any(operation =>
                operation
                    is SqlOperation
                        or InsertDataOperation
                        or UpdateDataOperation
                        or DeleteDataOperation
            );
}
