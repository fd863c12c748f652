using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace OpenViduMeet.Infrastructure.Persistence.Sqlite;

/// <summary>
/// Commits without waiting for the disk. In WAL mode the database stays consistent, and the next synced commit of any other connection
/// saves these changes too (https://www.sqlite.org/pragma.html#pragma_synchronous).
/// </summary>
internal sealed class DoNotSync : DbConnectionInterceptor
{
    private const string Statement = "PRAGMA synchronous = NORMAL";

    public override async Task ConnectionOpenedAsync(
        DbConnection connection,
        ConnectionEndEventData eventData,
        CancellationToken cancellationToken = default
    )
    {
        await using var command = connection.CreateCommand();
        command.CommandText = Statement;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <inheritdoc cref="ConnectionOpenedAsync"/>
    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Statement;
        command.ExecuteNonQuery();
    }
}
