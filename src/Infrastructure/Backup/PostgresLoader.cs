using Npgsql;
using NpgsqlTypes;
using OpenViduMeet.Infrastructure.Persistence;
using OpenViduMeet.Infrastructure.Persistence.Postgres;

namespace OpenViduMeet.Infrastructure.Backup;

/// <summary>Fills tables with COPY, in the transaction of the connection.</summary>
internal sealed class PostgresLoader(NpgsqlConnection connection) : IStateLoader
{
    /// <summary>How long the database may take for a batch of rows, whose indexes it writes too.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(5);

    private static readonly Dictionary<Type, NpgsqlDbType> Types = new()
    {
        [typeof(string)] = NpgsqlDbType.Text,
        [typeof(long)] = NpgsqlDbType.Bigint,
        [typeof(int)] = NpgsqlDbType.Integer,
        [typeof(bool)] = NpgsqlDbType.Boolean,
        [typeof(Guid)] = NpgsqlDbType.Uuid,
        [typeof(byte[])] = NpgsqlDbType.Bytea,
        [typeof(TimeSpan)] = NpgsqlDbType.Interval,
    };

    public async Task LoadAsync(
        ArchiveTable table,
        IAsyncEnumerable<object?[]> rows,
        long? sequence,
        CancellationToken ct
    )
    {
        await CopyAsync(table, rows, ct);
        if (sequence > 0)
            await ContinueAfterAsync(table, sequence.Value, ct);
    }

    private async Task CopyAsync(
        ArchiveTable table,
        IAsyncEnumerable<object?[]> rows,
        CancellationToken ct
    )
    {
        var columns = string.Join(", ", table.Columns.Select(column => $"\"{column.Name}\""));
        var types = table.Columns.Select(column => Types[column.Type]).ToArray();
        await using var copy = await connection.BeginBinaryImportAsync(
            $"COPY \"{table.Name}\" ({columns}) FROM STDIN (FORMAT BINARY)",
            ct
        );
        copy.Timeout = Timeout;
        await foreach (var row in rows.WithCancellation(ct))
        {
            await copy.StartRowAsync(ct);
            for (var index = 0; index < types.Length; index++)
                await WriteAsync(copy, row[index], types[index], ct);
        }

        await copy.CompleteAsync(ct);
    }

    private static Task WriteAsync(
        NpgsqlBinaryImporter copy,
        object? value,
        NpgsqlDbType type,
        CancellationToken ct
    ) =>
        value switch
        {
            null => copy.WriteNullAsync(ct),
            string text => copy.WriteAsync(ReplaceNul.In(text), type, ct),
            _ => copy.WriteAsync(value, type, ct),
        };

    private async Task ContinueAfterAsync(ArchiveTable table, long sequence, CancellationToken ct)
    {
        await using var command = connection
            .CreateCommand()
            .SetTrustedText(
                $"SELECT setval(pg_get_serial_sequence('\"{table.Name}\"', '{table.Sequence}'), $1)"
            );
        command.Parameters.Add(new() { Value = sequence });
        await command.ExecuteNonQueryAsync(ct);
    }
}
