using Npgsql;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.Infrastructure.IntegrationTests.Postgres;

/// <summary>Settings of a database that its administrator changes.</summary>
internal static class PostgresSettings
{
    /// <summary>Sets what holds for new sessions, and ends the present ones.</summary>
    /// <param name="state"><c>on</c> or <c>off</c>.</param>
    public static async Task SetReadOnlyAsync(string url, string state)
    {
        var connectionString = new NpgsqlConnectionStringBuilder(
            PostgresServer.ConnectionStringOf(url)
        )
        {
            Options = "-c default_transaction_read_only=off",
            Pooling = false,
        };
        await using var connection = new NpgsqlConnection(connectionString.ToString());
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = $"""
            ALTER DATABASE "{connection.Database}" SET default_transaction_read_only = {state};
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid()
            """;
        await command.ExecuteNonQueryAsync();
    }
}
