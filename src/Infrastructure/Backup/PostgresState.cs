using System.Data;
using Npgsql;
using OpenViduMeet.Infrastructure.Persistence;
using OpenViduMeet.Infrastructure.Persistence.Postgres;
using OpenViduMeet.Infrastructure.Settings;

namespace OpenViduMeet.Infrastructure.Backup;

/// <summary>A PostgreSQL database. A restore is one transaction.</summary>
internal sealed class PostgresState(PostgresDatabase database) : IStateDatabase
{
    /// <summary>A pause to read or write the archive does not end the transaction.</summary>
    private const string NoIdleLimit = "SET LOCAL idle_in_transaction_session_timeout = 0";

    /// <summary>In seconds. A restore waits this long for another's lock on a table.</summary>
    private const int TruncateTimeout = 60;

    /// <summary>In seconds. The database has much to write to the disk, and may check what it puts off until then.</summary>
    private const int CommitTimeout = 300;

    public async Task<StateSnapshot> OpenSnapshotAsync(CancellationToken ct)
    {
        var connection = await database.ConnectAsync(ct);
        IAsyncDisposable? use = null;
        try
        {
            // The TRUNCATE of a restore empties a table also for those who took their snapshot before it.
            use = await NodeLock.ShareAsync(connection, ct);
            var transaction = await connection.BeginTransactionAsync(
                IsolationLevel.RepeatableRead,
                ct
            );
            // The first query takes the snapshot.
            await ExecuteAsync(connection, $"SET TRANSACTION READ ONLY; {NoIdleLimit}", ct);
            return new StateSnapshot(use, connection, transaction, SequenceQuery);
        }
        catch
        {
            if (use is not null)
                await use.DisposeAsync();
            await connection.DisposeAsync();
            throw;
        }
    }

    public async Task CheckAsync(bool replace, CancellationToken ct)
    {
        await using var connection = await database.ConnectAsync(ct);
        await using var alone = await NodeLock.TakeAloneAsync(connection, ct);
        await CheckAsync(connection, replace, ct);
    }

    public async Task RestoreAsync(
        bool replace,
        Func<IStateLoader, CancellationToken, Task> load,
        CancellationToken ct
    )
    {
        await using var connection = await database.ConnectAsync(ct);
        await using var alone = await NodeLock.TakeAloneAsync(connection, ct);
        await CheckAsync(connection, replace, ct);
        await database.MigrateAsync(isRestore: true, ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await ExecuteAsync(connection, NoIdleLimit, ct);
        await EmptyAsync(connection, ct);
        await load(new PostgresLoader(connection), ct);
        ct.ThrowIfCancellationRequested();
        await CommitAsync(connection);
    }

    /// <summary>Commits, however long that takes within reason. It is not cancelled: nobody would know how it ended.</summary>
    private static async Task CommitAsync(NpgsqlConnection connection)
    {
        // A command, because the commit of a transaction object may take no longer than a statement of a server.
        await using var commit = new NpgsqlCommand("COMMIT", connection)
        {
            CommandTimeout = CommitTimeout,
        };
        try
        {
            await commit.ExecuteNonQueryAsync(CancellationToken.None);
        }
        catch (NpgsqlException failed)
            when (failed is not PostgresException { InvariantSeverity: "ERROR" })
        {
            throw new StartException(
                $"It is not known whether the backup was restored into the database {connection.Database}: it did not answer the COMMIT ({failed.Message.ReplaceLineEndings(" ")}). Restore again with --replace"
            );
        }
    }

    private async Task CheckAsync(NpgsqlConnection connection, bool replace, CancellationToken ct)
    {
        var schema = await database.ReadSchemaAsync(ct);
        await using var context = database.Open();
        ArchiveSchema.ThrowIfNewer(context, schema);
        if (replace)
            return;
        foreach (var table in ArchiveTable.AllOf(context))
        {
            if (await HoldsRowsAsync(connection, table, ct))
                throw new StartException(
                    $"The database {connection.Database} at {connection.Host} holds data: choose an empty one (MEET_DATABASE_URL), or replace its content with --replace"
                );
        }
    }

    private static async Task<bool> HoldsRowsAsync(
        NpgsqlConnection connection,
        ArchiveTable table,
        CancellationToken ct
    )
    {
        if (
            await ReadAsync(connection, $"SELECT to_regclass('\"{table.Name}\"')::text", ct)
            is null
                or DBNull
        )
            return false;
        return await ReadAsync(connection, $"SELECT EXISTS (SELECT 1 FROM \"{table.Name}\")", ct)
            is true;
    }

    private async Task EmptyAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var context = database.Open();
        var tables = ArchiveTable
            .AllOf(context)
            .Select(table => table.Name)
            .Concat(ArchiveTable.LeftOut.Keys)
            .Where(name => name != SchemaState.Table)
            .Select(name => $"\"{name}\"");
        // The numbers begin anew in the transaction too. Those of the old rows would otherwise change even if the restore fails.
        await ExecuteAsync(
            connection,
            $"TRUNCATE {string.Join(", ", tables)} RESTART IDENTITY",
            ct
        );
    }

    private static string SequenceQuery(ArchiveTable table) =>
        // The largest number so far, also one of a transaction that is not seen or was rolled back.
        $"SELECT pg_sequence_last_value(pg_get_serial_sequence('\"{table.Name}\"', '{table.Sequence}')::regclass)";

    private static async Task<object?> ReadAsync(
        NpgsqlConnection connection,
        string query,
        CancellationToken ct
    )
    {
        await using var command = connection.CreateCommand().SetTrustedText(query);
        return await command.ExecuteScalarAsync(ct);
    }

    private static async Task ExecuteAsync(
        NpgsqlConnection connection,
        string statement,
        CancellationToken ct
    )
    {
        await using var command = connection.CreateCommand().SetTrustedText(statement);
        command.CommandTimeout = TruncateTimeout;
        await command.ExecuteNonQueryAsync(ct);
    }
}
