using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Logging;
using OpenViduMeet.Infrastructure.Settings;
using OpenViduMeet.Infrastructure.Storage;

namespace OpenViduMeet.Infrastructure.Persistence.Sqlite;

/// <summary>The embedded database: one SQLite file in WAL mode, so that readers never wait for a writer.</summary>
internal sealed partial class SqliteDatabase : IMeetDatabase, IDisposable
{
    /// <summary>
    /// How many seconds a statement waits for a lock. It must be less than the 5 s within which every request is answered.
    /// </summary>
    private const int LockTimeoutSeconds = 4;

    private readonly StorageOptions _storage;
    private readonly ILogger<SqliteDatabase> _logger;

    /// <summary>One for all contexts, because the file has one lock.</summary>
    private readonly OneWriterAtATime _writers;
    private readonly Checkpoints _checkpoints;

    private readonly DbContextOptions<SqliteDbContext> _options;
    private readonly DbContextOptions<SqliteDbContext> _optionsWithoutSync;

    /// <summary>Keeps a restore from replacing the database; <see langword="null"/> until the database is migrated.</summary>
    private FileStream? _use;

    public SqliteDatabase(StorageOptions storage, ILogger<SqliteDatabase> logger)
    {
        _storage = storage;
        _logger = logger;
        _checkpoints = new(() => OpenConnection(SqliteOpenMode.ReadWrite), logger);
        _writers = new(onWritten: _checkpoints.Count);
        _options = NewOptions(Configure);
        _optionsWithoutSync = NewOptions(ConfigureWithoutSync);
    }

    private static string Remedy =>
        $"choose another data directory ({KnownSettings.DataDirectory})";

    private string File => _storage.DatabaseFile;

    public async Task MigrateAsync(CancellationToken ct)
    {
        await using var context = new SqliteDbContext(_options);
        var database = context.Database;
        var migrations = database.GetMigrations().ToHashSet(StringComparer.Ordinal);

        DataDirectory.ThrowIfFile(_storage);
        var isReady = IsReady(DatabaseState.Of(File), migrations);
        DataDirectory.CreateOrThrow(_storage);
        _use ??= InUse.Share(File);
        if (!isReady)
        {
            using var alone = await DatabaseLock.TakeAsync(File, TimeProvider.System, _logger, ct);
            var state = DatabaseState.Of(File);
            // Another process may have migrated it in the meantime.
            if (!IsReady(state, migrations))
            {
                if (!state.Exists && alone.ClearComplete())
                    LogBeginsAnew(File);
                Prepare();
                if (!migrations.IsSubsetOf(state.Schema.Applied))
                    await database.MigrateAsync(ct);
                alone.MarkComplete();
            }
        }

        KeepOthersOut();
    }

    public Task<SchemaState> ReadSchemaAsync(CancellationToken ct)
    {
        using var context = new SqliteDbContext(_options);
        DataDirectory.ThrowIfFile(_storage);
        var state = DatabaseState.Of(File);
        IsReady(state, context.Database.GetMigrations().ToHashSet(StringComparer.Ordinal));
        return Task.FromResult(state.Schema);
    }

    /// <summary>Checks that a restore may replace the database. A database of a newer version may be replaced.</summary>
    /// <param name="evenIfDamaged">
    /// Whether a damaged file is refused too: it may be anybody's. Otherwise, only a file that cannot be read at all counts as damaged, so that
    /// a large database that is replaced is not read for nothing.
    /// </param>
    /// <exception cref="StartException">The database belongs to another program, or is damaged.</exception>
    public void ThrowIfOfAnotherProgram(bool evenIfDamaged)
    {
        DatabaseState state;
        try
        {
            state = DatabaseState.Of(File, isWhole: evenIfDamaged);
        }
        catch (StartException) when (!evenIfDamaged && !Directory.Exists(File))
        {
            return;
        }

        using var context = new SqliteDbContext(_options);
        if (
            state.ApplicationId is not (0 or DatabaseState.OurApplicationId)
            || state.Schema.IsForeignTo(
                context.Database.GetMigrations().ToHashSet(StringComparer.Ordinal)
            )
        )
            throw new StartException($"{File} is the database of another program: {Remedy}");
    }

    public async Task<DatabaseInspection> InspectAsync(CancellationToken ct)
    {
        await using var context = new SqliteDbContext(_options);
        var state = DatabaseState.Of(File, isWhole: false);
        var isForeign = state.ApplicationId is not (0 or DatabaseState.OurApplicationId);
        return new DatabaseInspection(
            state
                is { Exists: true }
                    and not { Schema: { Applied.Count: 0, HasOtherTables: false } },
            isForeign ? SchemaState.Empty with { HasOtherTables = true } : state.Schema,
            context.Database.GetMigrations().ToHashSet(StringComparer.Ordinal)
        );
    }

    public MeetDbContext Open() => new SqliteDbContext(_options);

    public MeetDbContext OpenWithoutSync() => new SqliteDbContext(_optionsWithoutSync);

    public ValueTask<IDisposable?> WaitToWriteAsync(DbCommand command) =>
        _writers.WaitAsync(command, TimeSpan.FromSeconds(LockTimeoutSeconds));

    /// <summary>Writes all data into the main file of the database, so that a copy of this file is a complete backup.</summary>
    public Task CloseAsync()
    {
        try
        {
            _checkpoints.Dispose();
            using (var pooled = new SqliteConnection(ConnectionString))
                SqliteConnection.ClearPool(pooled);
            using (var pooled = new SqliteConnection(ConnectionStringWithoutSync))
                SqliteConnection.ClearPool(pooled);
            using var connection = OpenConnection(SqliteOpenMode.ReadWrite);
            // The first column is 1 if another connection blocked the checkpoint.
            if (Execute(connection, "PRAGMA wal_checkpoint(TRUNCATE)") is not 0L)
                LogNotClosed(File, "it is in use");
        }
        catch (SqliteException failed)
        {
            LogNotClosed(File, failed.Message);
        }

        Release();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        _checkpoints.Dispose();
        Release();
        _writers.Dispose();
    }

    internal void Configure(DbContextOptionsBuilder builder) =>
        Configure(builder, ConnectionString);

    private void ConfigureWithoutSync(DbContextOptionsBuilder builder) =>
        Configure(builder, ConnectionStringWithoutSync).AddInterceptors(new DoNotSync());

    private DbContextOptionsBuilder Configure(
        DbContextOptionsBuilder builder,
        string connectionString
    ) =>
        builder
            .UseSqlite(connectionString)
            .ConfigureWarnings(warnings =>
                // A test finds them. Looking for them builds the model, which delays the first start.
                warnings.Ignore(RelationalEventId.PendingModelChangesWarning)
            )
            .UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking)
            .AddInterceptors(new KeepConnectionOpen(), new ShortWaits(), _checkpoints, _writers);

    private static DbContextOptions<SqliteDbContext> NewOptions(
        Action<DbContextOptionsBuilder> configure
    )
    {
        var builder = new DbContextOptionsBuilder<SqliteDbContext>();
        configure(builder);
        return builder.Options;
    }

    private string ConnectionString => Connection.ToString();

    /// <summary>Differs, so that these connections have a pool of their own.</summary>
    private string ConnectionStringWithoutSync
    {
        get
        {
            var connection = Connection;
            connection.Mode = SqliteOpenMode.ReadWrite;
            return connection.ToString();
        }
    }

    private SqliteConnectionStringBuilder Connection =>
        new() { DataSource = File, DefaultTimeout = LockTimeoutSeconds };

    /// <returns>Whether the database can be used without any change.</returns>
    /// <exception cref="StartException">The database belongs to another program or to a newer version, or is empty.</exception>
    private bool IsReady(DatabaseState state, HashSet<string> migrations)
    {
        if (state.ApplicationId is not (0 or DatabaseState.OurApplicationId))
            throw new StartException($"{File} is the database of another program: {Remedy}");
        state.Schema.ThrowIfUnusable(migrations, File, Remedy);

        var wasComplete = DatabaseLock.WasComplete(File);
        if (state is { Exists: true, Schema.Applied.Count: 0 } && wasComplete)
            throw new StartException(
                $"{File} is empty, and was not before: restore it from a backup, or delete it to start with a new one"
            );
        return wasComplete
            && state.ApplicationId == DatabaseState.OurApplicationId
            && state.Schema.Applied.IsSupersetOf(migrations);
    }

    /// <summary>The caller must hold the lock.</summary>
    private void Prepare()
    {
        // The file gets its permissions while it is empty; SQLite gives the same to the files beside it.
        OwnerOnly.Open(File, FileMode.OpenOrCreate, FileShare.ReadWrite).Dispose();
        OwnerOnly.TryKeepOthersOut(File);
        using var connection = OpenConnection(SqliteOpenMode.ReadWrite);
        // The migrations set WAL mode only if they create the file themselves.
        Execute(connection, "PRAGMA journal_mode = wal");
        Execute(connection, $"PRAGMA application_id = {DatabaseState.OurApplicationId}");
        if (
            Execute(
                connection,
                $"SELECT 1 FROM sqlite_master WHERE name = '{SchemaState.MigrationLocks}'"
            )
                is not null
            && Execute(connection, $"DELETE FROM \"{SchemaState.MigrationLocks}\" RETURNING 1")
                is not null
        )
            LogStaleLock(File);
    }

    private void KeepOthersOut()
    {
        foreach (
            var path in (string[])
                [
                    File,
                    $"{File}-wal",
                    $"{File}-shm",
                    DatabaseLock.FileFor(File),
                    InUse.FileFor(File),
                    _storage.KeyFile,
                ]
        )
        {
            if (!OwnerOnly.TryKeepOthersOut(path))
                LogOthersMayRead(path);
        }
    }

    private void Release()
    {
        _use?.Dispose();
        _use = null;
    }

    private SqliteConnection OpenConnection(SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder(ConnectionString)
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
        using var command = connection.CreateCommand().SetTrustedText(statement);
        return command.ExecuteScalar();
    }

    [LoggerMessage(
        LogLevel.Warning,
        "{Database} held the lock of a process that was killed during a migration: removed the lock"
    )]
    private partial void LogStaleLock(string database);

    [LoggerMessage(
        LogLevel.Warning,
        "{Database} is missing but existed before: starting with an empty database"
    )]
    private partial void LogBeginsAnew(string database);

    [LoggerMessage(
        LogLevel.Warning,
        "{Path} holds secrets, but other users may read it: it belongs to another user, so its mode cannot be changed"
    )]
    private partial void LogOthersMayRead(string path);

    [LoggerMessage(
        LogLevel.Warning,
        "The data of {Database} could not be written into one file: a copy needs the -wal file too ({Cause})"
    )]
    private partial void LogNotClosed(string database, string cause);

    /// <summary>For <c>dotnet ef migrations</c>, which never opens the file.</summary>
    internal sealed class DesignTimeFactory : IDesignTimeDbContextFactory<SqliteDbContext>
    {
        public SqliteDbContext CreateDbContext(string[] args)
        {
            var builder = new DbContextOptionsBuilder<SqliteDbContext>();
            builder.UseSqlite();
            return new SqliteDbContext(builder.Options);
        }
    }
}
