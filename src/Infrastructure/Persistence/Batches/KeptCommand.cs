using System.Data;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace OpenViduMeet.Infrastructure.Persistence.Batches;

/// <summary>
/// The statement of a batch, as a command that is kept with the batch's context. Entity Framework makes a command for each execution, and
/// SQLite parses the text of each new command. Between executions the connection is closed as usual: PostgreSQL's goes back to its pool,
/// which keeps the statement prepared, and SQLite's stays open (<see cref="Sqlite.KeepConnectionOpen"/>). Not for concurrent use.
/// </summary>
/// <param name="text">Returns the text of the statement, which is the same for batches of all sizes.</param>
/// <param name="waitToWrite">Waits until the command may write; <see langword="null"/> for a command that only reads.</param>
internal sealed class KeptCommand(
    Func<MeetDbContext, string> text,
    Func<DbCommand, ValueTask<IDisposable?>>? waitToWrite = null
)
{
    private MeetDbContext? _database;
    private DbCommand? _command;

    /// <param name="read">Reads the rows that the statement returns.</param>
    public Task<T> ReadAsync<T>(
        MeetDbContext database,
        Func<DbDataReader, Task<T>> read,
        params (string Name, object Value)[] parameters
    ) =>
        RunAsync(
            database,
            async command =>
            {
                await using var reader = await command.ExecuteReaderAsync();
                return await read(reader);
            },
            parameters
        );

    /// <summary>Runs a statement that returns no rows.</summary>
    public Task ExecuteAsync(
        MeetDbContext database,
        params (string Name, object Value)[] parameters
    ) => RunAsync(database, command => command.ExecuteNonQueryAsync(), parameters);

    private async Task<T> RunAsync<T>(
        MeetDbContext database,
        Func<DbCommand, Task<T>> run,
        (string Name, object Value)[] parameters
    )
    {
        await database.Database.OpenConnectionAsync();
        try
        {
            var command = CommandFor(database, parameters);
            using var turn = waitToWrite is null ? null : await waitToWrite(command);
            return await run(command);
        }
        finally
        {
            await database.Database.CloseConnectionAsync();
        }
    }

    private DbCommand CommandFor(MeetDbContext database, (string Name, object Value)[] parameters)
    {
        if (_command is null || _database != database)
            _command = NewCommand(database, parameters);
        _database = database;
        for (var i = 0; i < parameters.Length; i++)
            _command.Parameters[i].Value = parameters[i].Value;
        return _command;
    }

    private DbCommand NewCommand(MeetDbContext database, (string Name, object Value)[] parameters)
    {
        var command = database
            .Database.GetDbConnection()
            .CreateCommand()
            .SetTrustedText(text(database));
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.DbType = value is long ? DbType.Int64 : DbType.String;
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
