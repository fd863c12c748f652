using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using OpenViduMeet.Infrastructure.Persistence;
using OpenViduMeet.Infrastructure.Persistence.Sqlite;
using OpenViduMeet.Infrastructure.Settings;
using OpenViduMeet.Infrastructure.Storage;

namespace OpenViduMeet.Infrastructure.Backup;

/// <summary>
/// The embedded database. A restore fills a new file beside it, and moves that in its place when it is complete.
/// </summary>
internal sealed class SqliteState(
    StorageOptions storage,
    SqliteDatabase database,
    ILogger<SqliteDatabase> logger
) : IStateDatabase
{
    private string BuildDirectory => Path.Combine(storage.DataDirectory, ".restore");

    public async Task<StateSnapshot> OpenSnapshotAsync(CancellationToken ct)
    {
        var use = InUse.Share(storage.DatabaseFile);
        SqliteConnection? connection = null;
        try
        {
            connection = Connect(storage.DatabaseFile, SqliteOpenMode.ReadOnly);
            // Begins with the first query. Readers and writers do not wait for each other.
            var transaction = connection.BeginTransaction(deferred: true);
            await using (var first = connection.CreateCommand())
            {
                first.CommandText = "SELECT COUNT(*) FROM sqlite_master";
                await first.ExecuteScalarAsync(ct);
            }

            return new StateSnapshot(
                use,
                connection,
                transaction,
                table => $"SELECT seq FROM sqlite_sequence WHERE name = '{table.Name}'"
            );
        }
        catch
        {
            if (connection is not null)
                await connection.DisposeAsync();
            await use.DisposeAsync();
            throw;
        }
    }

    public Task CheckAsync(bool replace, CancellationToken ct)
    {
        DataDirectory.ThrowIfFile(storage);
        if (!Path.Exists(storage.DatabaseFile))
            return Task.CompletedTask;

        using (InUse.TakeAlone(storage.DatabaseFile))
            ThrowIfNotReplaceable(replace);
        return Task.CompletedTask;
    }

    public async Task RestoreAsync(
        bool replace,
        Func<IStateLoader, CancellationToken, Task> load,
        CancellationToken ct
    )
    {
        DataDirectory.CreateOrThrow(storage);
        using var alone = InUse.TakeAlone(storage.DatabaseFile);
        // Others may have used it since it was checked.
        ThrowIfNotReplaceable(replace);
        using var turn = await DatabaseLock.TakeAsync(
            storage.DatabaseFile,
            TimeProvider.System,
            logger,
            ct
        );
        RemoveBuild();
        try
        {
            var built = new StorageOptions { DataDirectory = BuildDirectory };
            using (var building = new SqliteDatabase(built, logger))
            {
                await building.MigrateAsync(ct);
                await FillAsync(built.DatabaseFile, load, ct);
                await building.CloseAsync();
            }

            ct.ThrowIfCancellationRequested();
            RemoveWal();
            File.Move(built.DatabaseFile, storage.DatabaseFile, overwrite: true);
            turn.MarkComplete();
        }
        finally
        {
            RemoveBuild();
        }
    }

    private static async Task FillAsync(
        string file,
        Func<IStateLoader, CancellationToken, Task> load,
        CancellationToken ct
    )
    {
        await using var connection = Connect(file, SqliteOpenMode.ReadWrite);
        // The file is thrown away if this fails. What is written after, and the closing of the database, reach the disk.
        await ExecuteAsync(connection, "PRAGMA synchronous = OFF", ct);
        await ExecuteAsync(connection, $"PRAGMA cache_size = -{SqliteLoader.CacheKibibytes}", ct);
        await using (var transaction = connection.BeginTransaction(deferred: false))
        {
            await load(new SqliteLoader(connection, transaction), ct);
            await transaction.CommitAsync(ct);
        }

        await ExecuteAsync(connection, "PRAGMA synchronous = FULL", ct);
        await ExecuteAsync(connection, "PRAGMA wal_checkpoint(TRUNCATE)", ct);
    }

    /// <summary>The caller must hold the lock.</summary>
    private void ThrowIfNotReplaceable(bool replace)
    {
        if (!Path.Exists(storage.DatabaseFile))
            return;
        database.ThrowIfOfAnotherProgram(evenIfDamaged: !replace);
        if (!replace && HoldsRows())
            throw new StartException(
                $"{storage.DatabaseFile} holds data: choose another data directory ({KnownSettings.DataDirectory}), or replace it with --replace"
            );
    }

    private bool HoldsRows()
    {
        using var context = database.Open();
        using var connection = Connect(storage.DatabaseFile, SqliteOpenMode.ReadWrite);
        using var command = connection.CreateCommand();
        return ArchiveTable
            .AllOf(context)
            .Any(table =>
            {
                command.SetTrustedText(
                    $"SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = '{table.Name}'"
                );
                if (command.ExecuteScalar() is 0L)
                    return false;
                command.SetTrustedText($"SELECT EXISTS (SELECT 1 FROM \"{table.Name}\")");
                return command.ExecuteScalar() is not 0L;
            });
    }

    /// <summary>Otherwise, SQLite would add to the new file what was written ahead for the old one, or restore pages of it.</summary>
    private void RemoveWal()
    {
        if (!File.Exists(storage.DatabaseFile))
        {
            RemoveBeside();
            return;
        }

        try
        {
            using var old = Connect(storage.DatabaseFile, SqliteOpenMode.ReadWrite);
            using var command = old.CreateCommand();
            // Fails if anything else has the file open, such as a version of the server that does not take the lock.
            command.CommandText = "PRAGMA journal_mode = delete";
            command.ExecuteScalar();
        }
        catch (SqliteException busy) when (busy.SqliteErrorCode is Busy)
        {
            throw InUse.By(storage.DatabaseFile);
        }
        catch (SqliteException)
        {
            // A damaged file, which is replaced.
            RemoveBeside();
        }
    }

    /// <summary>SQLITE_BUSY (https://www.sqlite.org/rescode.html#busy).</summary>
    private const int Busy = 5;

    private void RemoveBeside()
    {
        File.Delete($"{storage.DatabaseFile}-wal");
        File.Delete($"{storage.DatabaseFile}-shm");
        File.Delete($"{storage.DatabaseFile}-journal");
    }

    private void RemoveBuild()
    {
        if (Directory.Exists(BuildDirectory))
            Directory.Delete(BuildDirectory, recursive: true);
    }

    private static SqliteConnection Connect(string file, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder
            {
                DataSource = file,
                Mode = mode,
                Pooling = false,
                DefaultTimeout = 4,
            }.ToString()
        );
        connection.Open();
        return connection;
    }

    private static async Task ExecuteAsync(
        SqliteConnection connection,
        string statement,
        CancellationToken ct
    )
    {
        await using var command = connection.CreateCommand().SetTrustedText(statement);
        await command.ExecuteNonQueryAsync(ct);
    }
}
