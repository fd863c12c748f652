using System.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace OpenViduMeet.Infrastructure.Persistence;

internal static class WriteTransaction
{
    /// <summary>
    /// Begins to read what is then written: of several who do so at once, none misses what another has written. Serializable, so that
    /// SQLite takes its write lock here, before anything is read.
    /// </summary>
    public static Task<IDbContextTransaction> BeginWritingAsync(
        this MeetDbContext database,
        CancellationToken ct
    ) => database.Database.BeginTransactionAsync(IsolationLevel.Serializable, ct);
}
