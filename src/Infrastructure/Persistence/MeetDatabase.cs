using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Infrastructure.Settings;
using OpenViduMeet.Infrastructure.Storage;

namespace OpenViduMeet.Infrastructure.Persistence;

/// <summary>The embedded database: one SQLite file in WAL mode, so that readers never wait for a writer.</summary>
public static partial class MeetDatabase
{
    /// <summary>
    /// How many seconds a statement waits for a lock. It must be less than the 5 s within which every request is answered.
    /// </summary>
    private const int LockTimeoutSeconds = 4;

    /// <summary>
    /// Creates or migrates the database. A database that this version cannot use, or that belongs to another program, is not changed.
    /// </summary>
    /// <exception cref="StartException">The data directory or the database cannot be used.</exception>
    public static async Task MigrateAsync(IServiceProvider services, CancellationToken ct)
    {
        var options = services.GetRequiredService<StorageOptions>();
        var logger = services
            .GetRequiredService<ILoggerFactory>()
            .CreateLogger(typeof(MeetDatabase));
        var file = options.DatabaseFile;
        await using var scope = services.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<MeetDbContext>().Database;
        var migrations = database.GetMigrations().ToHashSet(StringComparer.Ordinal);

        DataDirectory.ThrowIfFile(options);
        var isReady = IsReady(DatabaseState.Of(file), migrations, file);
        DataDirectory.CreateOrThrow(options);
        if (!isReady)
        {
            using var alone = await DatabaseLock.TakeAsync(file, TimeProvider.System, logger, ct);
            var state = DatabaseState.Of(file);
            // Another process may have migrated it in the meantime.
            if (!IsReady(state, migrations, file))
            {
                if (!state.Exists && alone.ClearComplete())
                    LogBeginsAnew(logger, file);
                Prepare(file, logger);
                if (!migrations.IsSubsetOf(state.Applied))
                    await database.MigrateAsync(ct);
                alone.MarkComplete();
            }
        }

        KeepOthersOut(options, logger);
    }

    /// <summary>
    /// Writes all data into the main file of the database, so that a copy of this file is a complete backup. Must be called last, when the
    /// database is no longer in use.
    /// </summary>
    public static async Task CloseAsync(IServiceProvider services)
    {
        // A write in progress would prevent the checkpoint.
        if (services.GetService<IPlayableRecordings>() is IAsyncDisposable beingWritten)
            await beingWritten.DisposeAsync();

        var logger = services
            .GetRequiredService<ILoggerFactory>()
            .CreateLogger(typeof(MeetDatabase));
        var file = services.GetRequiredService<StorageOptions>().DatabaseFile;
        try
        {
            using (var pooled = new SqliteConnection(ConnectionStringFor(file)))
                SqliteConnection.ClearPool(pooled);
            using var connection = Open(file, SqliteOpenMode.ReadWrite);
            // The first column is 1 if another connection blocked the checkpoint.
            if (Execute(connection, "PRAGMA wal_checkpoint(TRUNCATE)") is not 0L)
                LogNotClosed(logger, file, "it is in use");
        }
        catch (SqliteException failed)
        {
            LogNotClosed(logger, file, failed.Message);
        }
    }

    internal static void Configure(DbContextOptionsBuilder builder, string file) =>
        builder
            .UseSqlite(ConnectionStringFor(file))
            .UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking)
            .AddInterceptors(new KeepConnectionOpen(), new OneWriterAtATime());

    private static string ConnectionStringFor(string file) =>
        new SqliteConnectionStringBuilder
        {
            DataSource = file,
            DefaultTimeout = LockTimeoutSeconds,
        }.ToString();

    /// <returns>Whether the database can be used without any change.</returns>
    /// <exception cref="StartException">The database belongs to another program or to a newer version, or is empty.</exception>
    private static bool IsReady(DatabaseState state, HashSet<string> migrations, string file)
    {
        var isForeign =
            state.ApplicationId is not (0 or DatabaseState.OurApplicationId)
            || (
                state.Applied.Count == 0
                    ? state.HasOtherTables
                    : !state.Applied.Overlaps(migrations)
            );
        if (isForeign)
            throw new StartException(
                $"{file} is the database of another program: choose another data directory ({KnownSettings.DataDirectory})"
            );
        if (!state.Applied.IsSubsetOf(migrations))
            throw new StartException(
                $"{file} was written by a newer version of this server: start that version, or restore an earlier backup"
            );

        var wasComplete = DatabaseLock.WasComplete(file);
        if (state is { Exists: true, Applied.Count: 0 } && wasComplete)
            throw new StartException(
                $"{file} is empty, and was not before: restore it from a backup, or delete it to start with a new one"
            );
        return wasComplete
            && state.ApplicationId == DatabaseState.OurApplicationId
            && state.Applied.IsSupersetOf(migrations);
    }

    /// <summary>The caller must hold the lock.</summary>
    private static void Prepare(string file, ILogger logger)
    {
        // The file gets its permissions while it is empty; SQLite gives the same to the files beside it.
        OwnerOnly.Open(file, FileMode.OpenOrCreate, FileShare.ReadWrite).Dispose();
        OwnerOnly.TryKeepOthersOut(file);
        using var connection = Open(file, SqliteOpenMode.ReadWrite);
        // The migrations set WAL mode only if they create the file themselves.
        Execute(connection, "PRAGMA journal_mode = wal");
        Execute(connection, $"PRAGMA application_id = {DatabaseState.OurApplicationId}");
        if (
            Execute(
                connection,
                $"SELECT 1 FROM sqlite_master WHERE name = '{DatabaseState.MigrationLocks}'"
            )
                is not null
            && Execute(connection, $"DELETE FROM \"{DatabaseState.MigrationLocks}\" RETURNING 1")
                is not null
        )
            LogStaleLock(logger, file);
    }

    private static void KeepOthersOut(StorageOptions options, ILogger logger)
    {
        var file = options.DatabaseFile;
        foreach (
            var path in (string[])
                [file, $"{file}-wal", $"{file}-shm", DatabaseLock.FileFor(file), options.KeyFile]
        )
        {
            if (!OwnerOnly.TryKeepOthersOut(path))
                LogOthersMayRead(logger, path);
        }
    }

    private static SqliteConnection Open(string file, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder(ConnectionStringFor(file))
            {
                Mode = mode,
                Pooling = false,
            }.ToString()
        );
        connection.Open();
        return connection;
    }

    /// <returns>The first value of the first row, or <see langword="null"/> if there is none.</returns>
    private static object? Execute(SqliteConnection connection, string statement)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The texts are all in this file.
        command.CommandText = statement;
#pragma warning restore CA2100
        return command.ExecuteScalar();
    }

    [LoggerMessage(
        LogLevel.Warning,
        "{Database} held the lock of a process that was killed during a migration: removed the lock"
    )]
    private static partial void LogStaleLock(ILogger logger, string database);

    [LoggerMessage(
        LogLevel.Warning,
        "{Database} is missing but existed before: starting with an empty database"
    )]
    private static partial void LogBeginsAnew(ILogger logger, string database);

    [LoggerMessage(
        LogLevel.Warning,
        "{Path} holds secrets, but other users may read it: it belongs to another user, so its mode cannot be changed"
    )]
    private static partial void LogOthersMayRead(ILogger logger, string path);

    [LoggerMessage(
        LogLevel.Warning,
        "The data of {Database} could not be written into one file: a copy needs the -wal file too ({Cause})"
    )]
    private static partial void LogNotClosed(ILogger logger, string database, string cause);

    /// <summary>For <c>dotnet ef migrations</c>, which never opens the file.</summary>
    internal sealed class DesignTimeFactory : IDesignTimeDbContextFactory<MeetDbContext>
    {
        public MeetDbContext CreateDbContext(string[] args)
        {
            var builder = new DbContextOptionsBuilder<MeetDbContext>();
            Configure(builder, "design-time.db");
            return new MeetDbContext(builder.Options);
        }
    }
}
