using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using OpenViduMeet.Infrastructure.Persistence;

namespace OpenViduMeet.Infrastructure.IntegrationTests.Persistence;

/// <summary>The migrations that a rolling upgrade applies while older nodes still run; see ADR 47.</summary>
public sealed class MigrationTests(TestDatabase database) : DatabaseTests(database)
{
    /// <summary>The migrations of the time when one node at most used a database could take things away.</summary>
    private const string LastOfOneNode = "20261126020216_LeasedQueue";

    private static readonly Type[] Additions =
    [
        typeof(CreateTableOperation),
        typeof(AddColumnOperation),
        typeof(CreateIndexOperation),
        typeof(AddForeignKeyOperation),
        typeof(InsertDataOperation),
    ];

    /// <summary>Statements that take nothing away.</summary>
    private static readonly string[] HarmlessSql = ["""ALTER TABLE "WrongGuesses" SET UNLOGGED"""];

    [Test]
    public Task Migrations_only_add() =>
        Installation.CallAsync<MeetDbContext>(context =>
        {
            var assembly = context.GetService<IMigrationsAssembly>();
            var operations = assembly
                .Migrations.Where(migration =>
                    string.CompareOrdinal(migration.Key, LastOfOneNode) > 0
                )
                .SelectMany(migration =>
                    assembly
                        .CreateMigration(migration.Value, context.Database.ProviderName!)
                        .UpOperations
                )
                .ToList();

            Assert.That(operations, Is.Not.Empty);
            Assert.That(
                operations.Where(operation =>
                    !Additions.Contains(operation.GetType())
                    && !(operation is SqlOperation sql && HarmlessSql.Contains(sql.Sql))
                ),
                Is.Empty
            );
            Assert.That(
                operations
                    .OfType<AddColumnOperation>()
                    .Where(column => !column.IsNullable && column.DefaultValue is null),
                Is.Empty,
                "an older node inserts rows without the column"
            );
            return Task.CompletedTask;
        });

    /// <summary>A change of the model without its migration would fail at the first query.</summary>
    [Test]
    public Task The_migrations_create_the_whole_model() =>
        Installation.CallAsync<MeetDbContext>(context =>
        {
            Assert.That(context.Database.HasPendingModelChanges(), Is.False);
            return Task.CompletedTask;
        });
}
