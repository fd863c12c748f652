using System.Data.Common;
using System.Text.Json;
using OpenViduMeet.Infrastructure.Persistence;

namespace OpenViduMeet.Infrastructure.Backup;

/// <summary>One moment of all tables: a transaction that only reads.</summary>
/// <param name="use">Keeps a restore from beginning.</param>
/// <param name="sequenceQuery">Makes the query for the highest number that was given to a row of a table.</param>
internal sealed class StateSnapshot(
    IAsyncDisposable use,
    DbConnection connection,
    DbTransaction transaction,
    Func<ArchiveTable, string> sequenceQuery
) : IAsyncDisposable
{
    /// <summary>In seconds: how long the database may take for the next row.</summary>
    private const int Timeout = 300;

    /// <summary>Writes all rows of a table, each as one line.</summary>
    /// <param name="onRow">Called after each row.</param>
    public async Task WriteAsync(
        ArchiveTable table,
        PartWriter part,
        Action onRow,
        CancellationToken ct
    )
    {
        var columns = string.Join(", ", table.Columns.Select(column => $"\"{column.Name}\""));
        await using var command = Command($"SELECT {columns} FROM \"{table.Name}\"");
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
        {
            part.WriteLine(json => Write(table, row, json));
            onRow();
        }
    }

    /// <returns>The highest number that was ever given to a row, or <see langword="null"/> if the table has no numbers.</returns>
    public async Task<long?> ReadSequenceAsync(ArchiveTable table, CancellationToken ct)
    {
        if (table.Sequence is null)
            return null;
        await using var command = Command(sequenceQuery(table));
        // No row, or null, if none was ever given.
        return await command.ExecuteScalarAsync(ct) as long? ?? 0;
    }

    public async ValueTask DisposeAsync()
    {
        // In reverse order, each also if the one before fails, as on a broken connection.
        await using (connection)
        await using (use)
            await transaction.DisposeAsync();
    }

    /// <summary>Leaves out what is null.</summary>
    private static void Write(ArchiveTable table, DbDataReader row, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        for (var index = 0; index < table.Columns.Count; index++)
        {
            if (row.IsDBNull(index))
                continue;
            json.WritePropertyName(table.Columns[index].Json);
            table.Columns[index].Form.Write(json, row, index);
        }

        json.WriteEndObject();
    }

    private DbCommand Command(string query)
    {
        var command = connection.CreateCommand().SetTrustedText(query);
        command.Transaction = transaction;
        command.CommandTimeout = Timeout;
        return command;
    }
}
