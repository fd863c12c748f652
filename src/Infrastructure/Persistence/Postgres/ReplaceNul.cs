using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace OpenViduMeet.Infrastructure.Persistence.Postgres;

/// <summary>
/// Replaces the character NUL in all texts, because PostgreSQL refuses a statement with one
/// (https://www.postgresql.org/docs/current/datatype-character.html). Clients and LiveKit can send it, for example in a user's name. No
/// stored name contains the replacement, so nothing is found.
/// </summary>
internal sealed class ReplaceNul : DbCommandInterceptor
{
    private const char Nul = '\0';
    private const char Replacement = '\uFFFD';

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<DbDataReader> result,
        CancellationToken cancellationToken = default
    )
    {
        Replace(command);
        return new(result);
    }

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<int> result,
        CancellationToken cancellationToken = default
    )
    {
        Replace(command);
        return new(result);
    }

    public static string In(string text) =>
        text.Contains(Nul, StringComparison.Ordinal) ? text.Replace(Nul, Replacement) : text;

    private static void Replace(DbCommand command)
    {
        foreach (DbParameter parameter in command.Parameters)
        {
            if (parameter.Value is string text)
                parameter.Value = In(text);
        }
    }
}
