using System.Data;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace OpenViduMeet.Infrastructure.Persistence.Batches;

/// <summary>
/// The statement of a batch, which stays prepared as long as the batch keeps its context. Entity Framework makes a command of its own for
/// each execution, and SQLite parses the text of each command anew. Not for concurrent use.
/// </summary>
/// <param name="text">Returns the text of the statement, which is the same for batches of all sizes.</param>
internal sealed class PreparedStatement(Func<MeetDbContext, string> text)
{
    private MeetDbContext? _database;
    private DbCommand? _command;

    /// <returns>The rows that the statement returns. Disposing them ends the statement.</returns>
    public async Task<DbDataReader> ReadAsync(
        MeetDbContext database,
        params (string Name, object Value)[] parameters
    ) => await (await CommandAsync(database, parameters)).ExecuteReaderAsync();

    /// <inheritdoc cref="ReadAsync"/>
    public async Task ExecuteAsync(
        MeetDbContext database,
        params (string Name, object Value)[] parameters
    ) => await (await CommandAsync(database, parameters)).ExecuteNonQueryAsync();

    private async Task<DbCommand> CommandAsync(
        MeetDbContext database,
        (string Name, object Value)[] parameters
    )
    {
        if (_command is null || _database != database)
            _command = await NewCommandAsync(database, parameters);
        _database = database;
        for (var i = 0; i < parameters.Length; i++)
            _command.Parameters[i].Value = parameters[i].Value;
        return _command;
    }

    /// <summary>The command is disposed with the connection of its context.</summary>
    private async Task<DbCommand> NewCommandAsync(
        MeetDbContext database,
        (string Name, object Value)[] parameters
    )
    {
        await database.Database.OpenConnectionAsync();
        var command = database.Database.GetDbConnection().CreateCommand();
#pragma warning disable CA2100 // The texts are all in this folder.
        command.CommandText = text(database);
#pragma warning restore CA2100
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
