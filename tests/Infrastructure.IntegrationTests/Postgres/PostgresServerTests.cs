using Npgsql;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.Infrastructure.IntegrationTests.Postgres;

[Parallelizable(ParallelScope.All)]
public sealed class PostgresServerTests
{
    [Test]
    public async Task Databases_of_the_shared_server_are_apart_and_can_be_dropped()
    {
        var server = await PostgresServer.SharedAsync();
        var one = await server.CreateDatabaseAsync();
        var other = await server.CreateDatabaseAsync();

        await ExecuteAsync(one, "CREATE TABLE things (id int)");
        await ExecuteAsync(other, "CREATE TABLE things (id int)");
        Assert.That(other, Is.Not.EqualTo(one));

        await server.DropDatabaseAsync(one);
        await server.DropDatabaseAsync(other);
        var refused = Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync(one, "SELECT 1"));
        Assert.That(refused!.SqlState, Is.EqualTo(PostgresErrorCodes.InvalidCatalogName));
    }

    [Test]
    public async Task The_tests_user_is_no_superuser_and_text_is_sorted_by_code_point()
    {
        await using var server = await PostgresServer.StartAsync();
        var database = await server.CreateDatabaseAsync();

        Assert.That(
            await ExecuteAsync(
                database,
                "SELECT rolsuper::text FROM pg_roles WHERE rolname = current_user"
            ),
            Is.EqualTo("false")
        );
        Assert.That(await ExecuteAsync(database, "SELECT ('B' < 'a')::text"), Is.EqualTo("true"));
        Assert.That(await ExecuteAsync(database, "SHOW server_encoding"), Is.EqualTo("UTF8"));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task What_was_committed_is_there_after_a_restart(bool immediate)
    {
        await using var server = await PostgresServer.StartAsync(durable: true);
        var database = await server.CreateDatabaseAsync();
        await ExecuteAsync(database, "CREATE TABLE things AS SELECT 7 AS id");

        await server.StopAsync(immediate);
        Assert.CatchAsync<NpgsqlException>(() => ExecuteAsync(database, "SELECT 1"));

        await server.StartAgainAsync();
        Assert.That(await ExecuteAsync(database, "SELECT id FROM things"), Is.EqualTo(7));
    }

    [Test]
    public async Task A_paused_server_answers_only_after_it_is_resumed()
    {
        await using var server = await PostgresServer.StartAsync();
        var database = await server.CreateDatabaseAsync();
        await using var connection = new NpgsqlConnection(
            PostgresServer.ConnectionStringOf(database)
        );
        await connection.OpenAsync();

        server.Pause();
        await using var command = new NpgsqlCommand("SELECT 7", connection);
        var answer = command.ExecuteScalarAsync();
        var early = Task.Delay(TimeSpan.FromMilliseconds(300));
        Assert.That(await Task.WhenAny(answer, early), Is.SameAs(early));

        server.Resume();
        Assert.That(await answer.WaitAsync(TimeSpan.FromSeconds(30)), Is.EqualTo(7));
    }

    [Test]
    public async Task A_paused_server_can_be_ended()
    {
        var server = await PostgresServer.StartAsync();
        var database = await server.CreateDatabaseAsync();
        server.Pause();

        await server.DisposeAsync();

        Assert.CatchAsync<NpgsqlException>(() => ExecuteAsync(database, "SELECT 1"));
    }

    private static async Task<object?> ExecuteAsync(string url, string statement)
    {
        var settings = new NpgsqlConnectionStringBuilder(PostgresServer.ConnectionStringOf(url))
        {
            Pooling = false,
        };
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(statement, connection);
        return await command.ExecuteScalarAsync();
    }
}
