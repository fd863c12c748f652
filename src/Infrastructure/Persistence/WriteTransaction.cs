using System.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace OpenViduMeet.Infrastructure.Persistence;

internal static class WriteTransaction
{
    /// <summary>
    /// Begins a transaction that reads and then writes. Concurrent transactions do not miss each other's changes: serializable isolation
    /// makes SQLite take its write lock here, before the first read.
    /// </summary>
    public static Task<IDbContextTransaction> BeginWritingAsync(
        this MeetDbContext database,
        CancellationToken ct
    ) => database.Database.BeginTransactionAsync(IsolationLevel.Serializable, ct);
}
