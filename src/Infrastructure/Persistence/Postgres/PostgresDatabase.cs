using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Logging;
using Npgsql;
using OpenViduMeet.Infrastructure.Storage;

namespace OpenViduMeet.Infrastructure.Persistence.Postgres;

/// <summary>A PostgreSQL database that any number of nodes share.</summary>
internal sealed partial class PostgresDatabase : IMeetDatabase, IAsyncDisposable
{
    /// <summary>
    /// How many seconds a statement may take, waits for locks included. With the time for a connection and for the cancellation, a request
    /// is still answered within 5 s.
    /// </summary>
    private const int StatementSeconds = 2;

    private const int ConnectSeconds = 2;
    private const int CancellationMilliseconds = 500;

    /// <summary>
    /// PostgreSQL ends a transaction whose node has sent nothing for this long: a paused node must not keep others from its rows.
    /// </summary>
    public const int IdleInTransactionSeconds = 10;

    /// <summary>The statements that each connection keeps prepared. There are fewer different ones on the hot paths.</summary>
    private const int PreparedStatements = 50;

    /// <summary>The connections that do not wait for the disk, of those that a node may have. Names are held on one, and entries of the audit log are added on the other.</summary>
    private const int ConnectionsWithoutSync = 2;

    private static readonly TimeSpan LongestMigration = TimeSpan.FromMinutes(10);

    private readonly StorageOptions _storage;
    private readonly ILogger<PostgresDatabase> _logger;
    private readonly NpgsqlDataSource _source;
    private readonly NpgsqlDataSource _sourceWithoutSync;
    private readonly DbContextOptions<PostgresDbContext> _options;
    private readonly DbContextOptions<PostgresDbContext> _optionsWithoutSync;

    /// <summary>Keeps a restore from replacing the database; <see langword="null"/> until the database is migrated.</summary>
    private Use? _use;

    public PostgresDatabase(StorageOptions options, ILogger<PostgresDatabase> logger)
    {
        _storage = options;
        _logger = logger;
        var connection = PostgresUrl.Parse(options.DatabaseUrl ?? "");
        _source = NewSource("main", connection, connection.MaxPoolSize - ConnectionsWithoutSync);
        _sourceWithoutSync = NewSource(
            "without_sync",
            connection,
            ConnectionsWithoutSync,
            "-c synchronous_commit=off"
        );
        _options = OptionsFor(_source);
        _optionsWithoutSync = OptionsFor(_sourceWithoutSync);
    }

    public Task MigrateAsync(CancellationToken ct) => MigrateAsync(isRestore: false, ct);

    /// <inheritdoc cref="MigrateAsync(CancellationToken)"/>
    /// <param name="isRestore">Whether the caller is the restore that keeps nodes from starting.</param>
    public async Task MigrateAsync(bool isRestore, CancellationToken ct)
    {
        if (_storage.BlobMode == BlobMode.FileSystem)
            LogFilesOfOneNode(_storage.BucketDirectory);
        await using var context = new PostgresDbContext(_options);
        var migrations = context.Database.GetMigrations().ToHashSet(StringComparer.Ordinal);
        await using var connection = await _source.OpenConnectionAsync(ct);
        // Also to look: a migration locks the table that tells what has been applied.
        await using var alone = await MigrationLock.TakeAsync(connection, _logger, ct);
        if (!isRestore)
            _use ??= await Use.BeginAsync(_source, ct);
        if (await IsReadyAsync(connection, migrations, ct))
            return;

        context.Database.SetCommandTimeout(LongestMigration);
        await context.Database.MigrateAsync(ct);
        LogMigrated();
    }

    public async Task<SchemaState> ReadSchemaAsync(CancellationToken ct)
    {
        await using var context = new PostgresDbContext(_options);
        await using var connection = await _source.OpenConnectionAsync(ct);
        var state = await ReadAsync(connection, ct);
        ThrowIfUnusable(
            state,
            connection,
            context.Database.GetMigrations().ToHashSet(StringComparer.Ordinal)
        );
        return state;
    }

    public async Task<DatabaseInspection> InspectAsync(CancellationToken ct)
    {
        await using var context = new PostgresDbContext(_options);
        await using var connection = await _source.OpenConnectionAsync(ct);
        var schema = await ReadAsync(connection, ct);
        await using var clock = new NpgsqlCommand("SELECT clock_timestamp()", connection);
        return new DatabaseInspection(
            Exists: schema.Applied.Count > 0 || schema.HasOtherTables,
            schema,
            context.Database.GetMigrations().ToHashSet(StringComparer.Ordinal)
        )
        {
            Now = await clock.ExecuteScalarAsync(ct) is DateTime now
                ? new DateTimeOffset(now)
                : null,
        };
    }

    public MeetDbContext Open() => new PostgresDbContext(_options);

    public MeetDbContext OpenWithoutSync() => new PostgresDbContext(_optionsWithoutSync);

    /// <summary>PostgreSQL has many writers at a time.</summary>
    public ValueTask<IDisposable?> WaitToWriteAsync(DbCommand command) => default;

    public Task CloseAsync() => ReleaseAsync();

    /// <summary>Lets go of the connection that keeps a restore from beginning. The caller has another one, or has ended.</summary>
    public async Task ReleaseAsync()
    {
        if (Interlocked.Exchange(ref _use, null) is { } use)
            await use.DisposeAsync();
    }

    /// <summary>A connection of the pool, for what Entity Framework cannot do.</summary>
    public ValueTask<NpgsqlConnection> ConnectAsync(CancellationToken ct) =>
        _source.OpenConnectionAsync(ct);

    /// <summary>
    /// Closes the idle connections. A restart of the database breaks all of them, and a pool notices that only when the first request
    /// fails on one, however late.
    /// </summary>
    public void CloseIdleConnections()
    {
        _source.Clear();
        _sourceWithoutSync.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        await ReleaseAsync();
        await _source.DisposeAsync();
        await _sourceWithoutSync.DisposeAsync();
    }

    internal void Configure(DbContextOptionsBuilder builder) => Configure(builder, _source);

    private static void Configure(DbContextOptionsBuilder builder, NpgsqlDataSource source) =>
        builder
            .UseNpgsql(source)
            .ConfigureWarnings(warnings =>
                // A test finds them. Looking for them builds the model, which delays the first start.
                warnings.Ignore(RelationalEventId.PendingModelChangesWarning)
            )
            .UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking)
            .AddInterceptors(new ReplaceNul());

    private static DbContextOptions<PostgresDbContext> OptionsFor(NpgsqlDataSource source)
    {
        var builder = new DbContextOptionsBuilder<PostgresDbContext>();
        Configure(builder, source);
        return builder.Options;
    }

    /// <param name="name">The name of the pool in metrics. Otherwise, that is the connection string.</param>
    /// <param name="sessionOptions">The settings of each session, as options of the server's command line.</param>
    private static NpgsqlDataSource NewSource(
        string name,
        NpgsqlConnectionStringBuilder connection,
        int maxConnections,
        string sessionOptions = ""
    )
    {
        connection = new(connection.ConnectionString) { MaxPoolSize = maxConnections };
        connection.Timeout = ConnectSeconds;
        connection.CommandTimeout = StatementSeconds;
        connection.CancellationTimeout = CancellationMilliseconds;
        connection.MaxAutoPrepare = PreparedStatements;
        connection.Options =
            $"-c idle_in_transaction_session_timeout={IdleInTransactionSeconds}s {sessionOptions}";
        return new NpgsqlDataSourceBuilder(connection.ConnectionString) { Name = name }.Build();
    }

    /// <returns>Whether the database can be used without any change.</returns>
    private static async Task<bool> IsReadyAsync(
        NpgsqlConnection connection,
        HashSet<string> migrations,
        CancellationToken ct
    )
    {
        var state = await ReadAsync(connection, ct);
        ThrowIfUnusable(state, connection, migrations);
        return state.Applied.IsSupersetOf(migrations);
    }

    private static void ThrowIfUnusable(
        SchemaState state,
        NpgsqlConnection connection,
        HashSet<string> migrations
    ) =>
        state.ThrowIfUnusable(
            migrations,
            $"The database {connection.Database} at {connection.Host}",
            "choose another database"
        );

    private static async Task<SchemaState> ReadAsync(
        NpgsqlConnection connection,
        CancellationToken ct
    )
    {
        var tables = await ReadTextsAsync(
            connection,
            "SELECT table_name::text FROM information_schema.tables WHERE table_schema = current_schema()",
            ct
        );
        if (!tables.Contains(SchemaState.MigrationHistory))
            return SchemaState.Empty with { HasOtherTables = tables.Count > 0 };

        var applied = await ReadTextsAsync(connection, SchemaState.ReadApplied, ct);
        var oldest = tables.Contains(SchemaState.Table)
            ? await ReadTextsAsync(connection, SchemaState.ReadOldestVersion, ct)
            : [];
        return new SchemaState(
            applied,
            oldest.Select(Version.Parse).SingleOrDefault(),
            HasOtherTables: true
        );
    }

    private static async Task<HashSet<string>> ReadTextsAsync(
        NpgsqlConnection connection,
        string query,
        CancellationToken ct
    )
    {
        await using var command = connection.CreateCommand().SetTrustedText(query);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var texts = new HashSet<string>(StringComparer.Ordinal);
        while (await reader.ReadAsync(ct))
            texts.Add(reader.GetString(0));
        return texts;
    }

    [LoggerMessage(
        LogLevel.Warning,
        "Recordings are files in {Directory}: other nodes find them only if that is a shared folder. Use S3 for several nodes (MEET_BLOB_STORAGE_MODE)."
    )]
    private partial void LogFilesOfOneNode(string directory);

    [LoggerMessage(LogLevel.Information, "The database was migrated")]
    private partial void LogMigrated();

    /// <summary>A connection of the pool that only holds the lock of a node.</summary>
    private sealed class Use(NpgsqlConnection connection, IAsyncDisposable held) : IAsyncDisposable
    {
        /// <inheritdoc cref="NodeLock.ShareAsync"/>
        public static async Task<Use> BeginAsync(NpgsqlDataSource source, CancellationToken ct)
        {
            var connection = await source.OpenConnectionAsync(ct);
            try
            {
                return new Use(connection, await NodeLock.ShareAsync(connection, ct));
            }
            catch
            {
                await connection.DisposeAsync();
                throw;
            }
        }

        public async ValueTask DisposeAsync()
        {
            await held.DisposeAsync();
            await connection.DisposeAsync();
        }
    }

    /// <summary>For <c>dotnet ef migrations</c>, which never opens the database.</summary>
    internal sealed class DesignTimeFactory : IDesignTimeDbContextFactory<PostgresDbContext>
    {
        public PostgresDbContext CreateDbContext(string[] args)
        {
            var builder = new DbContextOptionsBuilder<PostgresDbContext>();
            builder.UseNpgsql("Host=design-time");
            return new PostgresDbContext(builder.Options);
        }
    }
}
