using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Infrastructure.Settings;
using OpenViduMeet.Infrastructure.Storage;

namespace OpenViduMeet.Infrastructure.Persistence;

/// <summary>The embedded database: one SQLite file, written ahead (WAL), so that readers never wait for a writer.</summary>
public static partial class MeetDatabase
{
    /// <summary>Seconds that a statement waits for another's lock: within the 5 s in which every request is answered.</summary>
    private const int LockTimeoutSeconds = 4;

    /// <summary>
    /// Creates the database, or brings it to this version's state. A database that this version cannot use, or that is not ours, is
    /// left as it is.
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

        DataDirectory.ThrowIfNoFolder(options);
        var isReady = IsReady(DatabaseState.Of(file), migrations, file);
        DataDirectory.CreateOrThrow(options);
        if (!isReady)
        {
            using var alone = await DatabaseLock.TakeAsync(file, TimeProvider.System, logger, ct);
            var state = DatabaseState.Of(file);
            // Another start may have done it meanwhile.
            if (!IsReady(state, migrations, file))
            {
                if (!state.Exists && alone.ForgetComplete())
                    LogBeginsAnew(logger, file);
                Prepare(file, logger);
                if (!migrations.IsSubsetOf(state.Applied))
                    await database.MigrateAsync(ct);
                alone.NoteComplete();
            }
        }

        KeepOthersOut(options, logger);
    }

    /// <summary>
    /// Writes everything into the one file of the database, so that a copy of it is a whole back-up. To be called last, when nobody
    /// uses the database any more.
    /// </summary>
    public static async Task CloseAsync(IServiceProvider services)
    {
        // What is still being written would keep the checkpoint from taking place.
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
            // Its first column is 1 where another connection was in the way.
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

    /// <returns>Whether nothing is left to be done before it can be used.</returns>
    /// <exception cref="StartException">It is not ours, or not for this version.</exception>
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
                $"{file} was written by a newer version of this server: start that version, or restore a back-up of before"
            );

        var wasComplete = DatabaseLock.WasComplete(file);
        if (state is { Exists: true, Applied.Count: 0 } && wasComplete)
            throw new StartException(
                $"{file} is empty, and was not before: restore it from a back-up, or delete it to begin anew"
            );
        return wasComplete
            && state.ApplicationId == DatabaseState.OurApplicationId
            && state.Applied.IsSupersetOf(migrations);
    }

    /// <summary>Whoever calls has the lock.</summary>
    private static void Prepare(string file, ILogger logger)
    {
        // With its rights before anything is in it; SQLite gives the files beside it the same.
        OwnerOnly.Open(file, FileMode.OpenOrCreate, FileShare.ReadWrite).Dispose();
        OwnerOnly.TryKeepOthersOut(file);
        using var connection = Open(file, SqliteOpenMode.ReadWrite);
        // The migrations do so only where they create the file themselves.
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

    /// <returns>The first value of the first row, if there is one.</returns>
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
        "{Database} holds the lock of a start that was killed while it migrated: removed"
    )]
    private static partial void LogStaleLock(ILogger logger, string database);

    [LoggerMessage(
        LogLevel.Warning,
        "{Database} is gone, and was there before: begins with an empty one"
    )]
    private static partial void LogBeginsAnew(ILogger logger, string database);

    [LoggerMessage(
        LogLevel.Warning,
        "{Path} holds secrets, and others than this user may read it: it belongs to somebody else, and its mode cannot be changed"
    )]
    private static partial void LogOthersMayRead(ILogger logger, string path);

    [LoggerMessage(
        LogLevel.Warning,
        "{Database} could not be written into one file: a copy needs the file with -wal too ({Cause})"
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
