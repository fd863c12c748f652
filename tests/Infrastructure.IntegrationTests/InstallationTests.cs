using Microsoft.EntityFrameworkCore;
using OpenViduMeet.Infrastructure.Persistence;

namespace OpenViduMeet.Infrastructure.IntegrationTests;

/// <summary>Base class of tests that each have a new installation.</summary>
public abstract class InstallationTests(TestDatabase database = TestDatabase.Sqlite)
{
    private (string Name, string Value)[] _database = [];

    internal Installation Installation { get; private set; } = null!;

    protected static CancellationToken Ct => CancellationToken.None;

    protected TestDatabase Database => database;

    /// <summary>Settings by the names of their environment variables.</summary>
    protected virtual (string Name, string Value)[] Settings => [];

    [SetUp]
    public async Task SetUpAsync()
    {
        _database = await TestDatabases.NewAsync(database);
        Installation = await Installation.NewAsync([.. _database, .. Settings]);
    }

    [TearDown]
    public async Task TearDownAsync()
    {
        await Installation.DisposeAsync();
        await TestDatabases.DropAsync(_database);
    }

    /// <summary>Another node with the same data.</summary>
    internal Task<Installation> NewNodeAsync(params (string Name, string Value)[] settings) =>
        Installation.NewAsync([
            ("MEET_DATA_DIR", Installation.DataDirectory),
            .. _database,
            .. settings,
        ]);
}

/// <summary>Base class of tests that each database must pass.</summary>
[TestFixture(TestDatabase.Sqlite)]
[TestFixture(TestDatabase.Postgres)]
public abstract class DatabaseTests(TestDatabase database) : InstallationTests(database)
{
    /// <summary>Lets the database refuse a kind of statement on a table, as a full disk would.</summary>
    /// <param name="statement"><c>INSERT</c> or <c>UPDATE</c>.</param>
    protected Task RefuseAsync(string statement, string table) =>
        Installation.CallAsync<MeetDbContext>(context =>
            context.Database.ExecuteSqlRawAsync(
                Database == TestDatabase.Sqlite
                    ? $"""
                    CREATE TRIGGER "Full" BEFORE {statement} ON "{table}"
                    BEGIN SELECT RAISE(ABORT, 'full'); END
                    """
                    : $"""
                    CREATE FUNCTION "Full"() RETURNS trigger LANGUAGE plpgsql
                    AS $body$ BEGIN RAISE EXCEPTION 'full'; END $body$;
                    CREATE TRIGGER "Full" BEFORE {statement} ON "{table}"
                    FOR EACH ROW EXECUTE FUNCTION "Full"()
                    """,
                Ct
            )
        );

    /// <summary>Ends what <see cref="RefuseAsync"/> began.</summary>
    protected Task AllowAsync(string table) =>
        Installation.CallAsync<MeetDbContext>(context =>
            context.Database.ExecuteSqlRawAsync(
                Database == TestDatabase.Sqlite
                    ? "DROP TRIGGER \"Full\""
                    : $"DROP TRIGGER \"Full\" ON \"{table}\"",
                Ct
            )
        );
}
