using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Npgsql;
using OpenViduMeet.Benchmarks.Micro;
using OpenViduMeet.Domain.Audit;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.Domain.Values;
using OpenViduMeet.Domain.Webhooks;

namespace OpenViduMeet.Benchmarks.Growth;

/// <summary>
/// The database, filled by statements that both databases understand. Row number i of each table is i seconds younger than row 0. Every
/// tenth recording and entry of the audit log belongs to one room. The first ten recordings are under way.
/// </summary>
[SuppressMessage("Security", "CA2100", Justification = "All texts are in this folder.")]
internal sealed class StoredRows : IAsyncDisposable
{
    private const long Milliseconds = 1000;
    private const string Busy = "busy";

    /// <summary>The recording of the first ten entries of the audit log.</summary>
    public const string Recording = "busy--EG_1--1";

    private readonly DbConnection _connection;
    private readonly long _begin = TimeProvider
        .System.GetUtcNow()
        .AddDays(-1)
        .AddSeconds(-1_000_000)
        .ToUnixTimeMilliseconds();

    private int _size;

    private StoredRows(DbConnection connection) => _connection = connection;

    public static RoomFilter BusyRoom { get; } = ParsableValue.Parse<RoomFilter>(Busy);

    /// <summary>The number with nine digits, so that texts sort as the numbers.</summary>
    private static string Digits => "substr(CAST(1000000000 + i AS TEXT), 2)";

    private static string Room =>
        $"CASE WHEN i % 10 = 0 THEN '{Busy}' ELSE 'room-' || {Digits} END";

    public static async Task<StoredRows> OpenAsync(
        MicroInstallation installation,
        string? databaseUrl
    )
    {
        DbConnection connection = databaseUrl is null
            ? new SqliteConnection($"Data Source={installation.DatabaseFile}")
            : new NpgsqlConnection(ConnectionString(new Uri(databaseUrl)));
        await connection.OpenAsync();
        return new StoredRows(connection);
    }

    public static RoomName RoomNameOf(int number) =>
        RoomName.Parse("room-" + number.ToString("D9", CultureInfo.InvariantCulture));

    /// <summary>Adds rows until each table has this many.</summary>
    public async Task FillAsync(int size)
    {
        var day = 24 * 60 * 60 * Milliseconds;
        var farAway = _begin + 10_000 * day;
        var instant = $"{_begin} + i * {Milliseconds}";
        await AddAsync(
            size,
            """
            "Rooms" ("Name", "Prefix", "CreatedAt", "ExpiresAt", "ModeratorSecret", "PublisherSecret",
            "Preferences_ChatEnabled", "Preferences_RecordingEnabled", "Preferences_VirtualBackgroundEnabled", "Preferences_RecordingAccess")
            """,
            $"'room-' || {Digits}, 'room', {instant}, {farAway}, 'moderator-' || {Digits}, 'publisher-' || {Digits}, 1 = 1, 1 = 1, 1 = 1, 'Admin'"
        );
        await AddAsync(
            size,
            """
            "Recordings" ("Id", "Room", "Status", "SignalledStatus", "StartedAt", "EndedAt", "Size", "IsDescribed", "Settled")
            """,
            $"""
            {Room} || '--EG_' || {Digits} || '--' || {Digits}, {Room}, CASE WHEN i < 10 THEN 'Active' ELSE 'Complete' END,
            'Complete', {instant}, {instant} + 60000, 1000000, i >= 10, i >= 10
            """
        );
        await AddAsync(
            size,
            """
            "AuditEntries" ("At", "Action", "ActorKind", "Actor", "Address", "Room", "Participant", "Recording", "Outcome")
            """,
            $"{instant}, 'GenerateParticipantToken', 'Link', NULL, '127.0.0.1', {Room}, 'Person ' || {Digits}, CASE WHEN i < 10 THEN '{Recording}' END, 'Done'"
        );
        await AddAsync(
            size,
            """
            "QueueItems" ("Queue", "Id", "Kind", "Subject", "Payload", "AddedAt", "State", "Attempts", "DueAt", "CompletedAt")
            """,
            $"""
            'Webhooks', {Digits}, 'RoomFinished', 'room-' || {Digits}, '{new string('x', 500)}',
            {farAway} - i * {Milliseconds}, 'Completed', 1, {farAway}, {farAway}
            """
        );
        _size = size;
        if (_connection is NpgsqlConnection)
            await ExecuteAsync("ANALYZE");
    }

    public async Task<Middle> FindMiddleAsync()
    {
        var middle = _size / 2;
        var ofBusyRoom = middle / 10 * 10;
        var delivery = await ReadAsync(
            $"SELECT \"AddedAt\", \"Id\" FROM \"QueueItems\" WHERE \"Id\" = '{DigitsOf(middle)}'"
        );
        var entry = await ReadAsync("""SELECT MAX("Sequence"), '' FROM "AuditEntries" """);
        return new Middle(
            new RoomPosition(InstantOf(middle), RoomNameOf(middle)),
            PositionOf(middle + 1),
            PositionOf(ofBusyRoom),
            new AuditPosition(entry.Number - middle),
            new WebhookDeliveryPosition(
                DateTimeOffset.FromUnixTimeMilliseconds(delivery.Number),
                delivery.Text
            )
        );
    }

    /// <summary>Reads all columns of all rows of a statement.</summary>
    public async Task<int> CountRowsAsync(string statement)
    {
        await using var command = _connection.CreateCommand();
        command.CommandText = statement;
        await using var reader = await command.ExecuteReaderAsync();
        var values = new object[reader.FieldCount];
        var rows = 0;
        for (; await reader.ReadAsync(); rows++)
            reader.GetValues(values);
        return rows;
    }

    public async ValueTask DisposeAsync() => await _connection.DisposeAsync();

    private static string ConnectionString(Uri url)
    {
        var user = url.UserInfo.Split(':');
        return new NpgsqlConnectionStringBuilder
        {
            Host = url.Host,
            Port = url.Port,
            Username = Uri.UnescapeDataString(user[0]),
            Password = Uri.UnescapeDataString(user[1]),
            Database = url.AbsolutePath.Trim('/'),
            CommandTimeout = 0,
            Pooling = false,
        }.ConnectionString;
    }

    private static string DigitsOf(int number) =>
        number.ToString("D9", CultureInfo.InvariantCulture);

    private DateTimeOffset InstantOf(int number) =>
        DateTimeOffset.FromUnixTimeMilliseconds(_begin + number * Milliseconds);

    private RecordingPosition PositionOf(int number)
    {
        var room = number % 10 == 0 ? Busy : $"room-{DigitsOf(number)}";
        var id = ParsableValue.Parse<RecordingId>(
            $"{room}--EG_{DigitsOf(number)}--{DigitsOf(number)}"
        );
        return new RecordingPosition(InstantOf(number), id);
    }

    private Task AddAsync(int size, string columns, string values) =>
        ExecuteAsync(
            $"""
            WITH RECURSIVE numbers(i) AS (SELECT {_size} UNION ALL SELECT i + 1 FROM numbers WHERE i < {size
                - 1})
            INSERT INTO {columns} SELECT {values} FROM numbers
            """
        );

    private async Task ExecuteAsync(string statement)
    {
        await using var command = _connection.CreateCommand();
        command.CommandText = statement;
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync();
    }

    private async Task<(long Number, string Text)> ReadAsync(string statement)
    {
        await using var command = _connection.CreateCommand();
        command.CommandText = statement;
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return (reader.GetInt64(0), reader.GetString(1));
    }
}
