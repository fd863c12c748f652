using Npgsql;
using OpenViduMeet.Infrastructure.Persistence;
using OpenViduMeet.Infrastructure.Persistence.Postgres;
using OpenViduMeet.Infrastructure.Settings;

namespace OpenViduMeet.Infrastructure.IntegrationTests.Backup;

/// <summary>A restore into PostgreSQL whose rows or COMMIT take long, or end the connection.</summary>
public sealed class PostgresCommitTests() : BackupTests(TestDatabase.Sqlite, TestDatabase.Postgres)
{
    private const string AtTheRow = "AFTER INSERT ON \"Installation\"";
    private const string AtTheCommit =
        "AFTER INSERT ON \"Installation\" DEFERRABLE INITIALLY DEFERRED";

    /// <summary>Longer than a statement of a server may take.</summary>
    private const string Wait = "pg_sleep(3)";

    private const string EndConnection = "pg_terminate_backend(pg_backend_pid())";

    [Test]
    public async Task A_commit_that_takes_long_is_waited_for()
    {
        await BackUpAsync();
        await ExecuteAsync(Trigger(AtTheCommit, Wait));

        await RestoreAsync(replace: true);

        Assert.That(await CountRoomsAsync(), Is.EqualTo(2));
    }

    [Test]
    public async Task A_connection_that_ends_during_the_commit_leaves_it_open_whether_the_restore_is_done()
    {
        await BackUpAsync();
        await ExecuteAsync(Trigger(AtTheCommit, EndConnection));

        Refuses("It is not known whether");
    }

    [Test]
    public async Task A_connection_that_ends_before_the_commit_leaves_everything_as_it_was()
    {
        await BackUpAsync();
        await ExecuteAsync(Trigger(AtTheRow, EndConnection));

        Refuses("was not restored");

        Assert.That(await CountRoomsAsync(), Is.Zero);
        await ExecuteAsync("DROP TRIGGER trial ON \"Installation\"");
        await RestoreAsync(replace: true);
        Assert.That(await CountRoomsAsync(), Is.EqualTo(2));
    }

    private static string Trigger(string when, string what) =>
        $"""
            CREATE FUNCTION trial() RETURNS trigger AS $$ BEGIN PERFORM {what}; RETURN NULL; END $$ LANGUAGE plpgsql;
            CREATE CONSTRAINT TRIGGER trial {when} FOR EACH ROW EXECUTE FUNCTION trial();
            """;

    private void Refuses(string fault)
    {
        var refused = Assert.ThrowsAsync<StartException>(() => RestoreAsync(replace: true));
        Assert.That(refused!.Message, Does.Contain(fault).And.Not.Contain("\n"));
    }

    private async Task<int> CountRoomsAsync()
    {
        await using var context = Target.Get<IMeetDatabase>().Open();
        return context.Rooms.Count();
    }

    private async Task ExecuteAsync(string statement)
    {
        await using var connection = await Target.Get<PostgresDatabase>().ConnectAsync(Ct);
#pragma warning disable CA2100 // The statements are constants of this file.
        await using var command = new NpgsqlCommand(statement, connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(Ct);
    }
}
