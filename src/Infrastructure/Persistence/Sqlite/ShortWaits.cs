using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;
using SQLitePCL;

namespace OpenViduMeet.Infrastructure.Persistence.Sqlite;

/// <summary>
/// Lets SQLite wait for its lock itself, at first for 1 ms and then longer. Its client looks again only every 150 ms
/// (https://www.sqlite.org/c3ref/busy_timeout.html).
/// </summary>
internal sealed class ShortWaits : DbConnectionInterceptor
{
    /// <summary>Then the client sleeps and tries again, until the timeout of the statement is over.</summary>
    private const int Milliseconds = 250;

    public override Task ConnectionOpenedAsync(
        DbConnection connection,
        ConnectionEndEventData eventData,
        CancellationToken cancellationToken = default
    )
    {
        ConnectionOpened(connection, eventData);
        return Task.CompletedTask;
    }

    public override void ConnectionOpened(
        DbConnection connection,
        ConnectionEndEventData eventData
    ) => raw.sqlite3_busy_timeout(((SqliteConnection)connection).Handle, Milliseconds);
}
