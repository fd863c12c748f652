using System.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace OpenViduMeet.Infrastructure.Persistence.Sqlite;

internal sealed class SqliteDbContext(DbContextOptions<SqliteDbContext> options)
    : MeetDbContext(options)
{
    /// <summary>SQLite has one writer at a time, so there are no such rows.</summary>
    public override string ForUpdateSkipLocked => "";

    public override string JsonRows => "json_each(@rows)";

    /// <summary>Serializable isolation makes SQLite take its write lock here, before the first read.</summary>
    public override Task<IDbContextTransaction> BeginWritingAsync(
        string subject,
        CancellationToken ct
    ) => Database.BeginTransactionAsync(IsolationLevel.Serializable, ct);

    public override string GuidOf(string text) => text;
}
