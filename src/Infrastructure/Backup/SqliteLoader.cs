using Microsoft.Data.Sqlite;
using OpenViduMeet.Infrastructure.Persistence;

namespace OpenViduMeet.Infrastructure.Backup;

/// <summary>Inserts rows with one prepared statement for each table.</summary>
internal sealed class SqliteLoader(SqliteConnection connection, SqliteTransaction transaction)
    : IStateLoader
{
    /// <summary>Rows come in no order, so the pages of several indexes are changed again and again.</summary>
    public const int CacheKibibytes = 128 * 1024;

    public async Task LoadAsync(
        ArchiveTable table,
        IAsyncEnumerable<object?[]> rows,
        long? sequence,
        CancellationToken ct
    )
    {
        // A migration may have inserted rows, such as the only one of a table of settings.
        await ExecuteAsync($"DELETE FROM \"{table.Name}\"", ct);
        await using var insert = Command(
            $"""
            INSERT INTO "{table.Name}" ({string.Join(
                ", ",
                table.Columns.Select(column => $"\"{column.Name}\"")
            )})
            VALUES ({string.Join(", ", table.Columns.Select((_, index) => $"${index}"))})
            """
        );
        var parameters = table
            .Columns.Select((_, index) => insert.Parameters.AddWithValue($"${index}", DBNull.Value))
            .ToArray();
        await insert.PrepareAsync(ct);

        await foreach (var row in rows.WithCancellation(ct))
        {
            for (var index = 0; index < parameters.Length; index++)
                parameters[index].Value = row[index] ?? DBNull.Value;
            await insert.ExecuteNonQueryAsync(ct);
        }

        if (sequence is not null)
            await ContinueAfterAsync(table.Name, sequence.Value, ct);
    }

    private async Task ContinueAfterAsync(string table, long sequence, CancellationToken ct)
    {
        await ExecuteAsync(
            $"""
            INSERT INTO sqlite_sequence (name, seq)
            SELECT '{table}', 0 WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = '{table}')
            """,
            ct
        );
        await ExecuteAsync(
            FormattableString.Invariant(
                $"UPDATE sqlite_sequence SET seq = MAX(seq, {sequence}) WHERE name = '{table}'"
            ),
            ct
        );
    }

    private async Task ExecuteAsync(string statement, CancellationToken ct)
    {
        await using var command = Command(statement);
        await command.ExecuteNonQueryAsync(ct);
    }

    private SqliteCommand Command(string statement)
    {
        var command = connection.CreateCommand().SetTrustedText(statement);
        command.Transaction = transaction;
        return command;
    }
}
