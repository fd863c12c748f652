using System.Data.Common;
using OpenViduMeet.Infrastructure.Settings;

namespace OpenViduMeet.Infrastructure.Persistence;

/// <summary>The database of this installation: the embedded one, or one that several nodes share.</summary>
internal interface IMeetDatabase
{
    /// <summary>
    /// Creates or migrates the database. Several nodes may do this at once. A database that this version cannot use, or that belongs to
    /// another program, is not changed.
    /// </summary>
    /// <exception cref="StartException">The database cannot be used.</exception>
    Task MigrateAsync(CancellationToken ct);

    /// <summary>Reads which migrations were applied, and changes nothing. A database that does not exist yet has none.</summary>
    /// <exception cref="StartException">The database cannot be used.</exception>
    Task<SchemaState> ReadSchemaAsync(CancellationToken ct);

    /// <summary>Looks at the database, and changes nothing.</summary>
    /// <exception cref="StartException">The database is damaged.</exception>
    /// <exception cref="DbException">The database cannot be reached.</exception>
    Task<DatabaseInspection> InspectAsync(CancellationToken ct);

    /// <summary>Opens a context that the caller keeps and disposes.</summary>
    MeetDbContext Open();

    /// <summary>
    /// Opens a context whose changes are visible at once but reach the disk up to a second later: a crash of the machine or of the database
    /// can lose them. The changes of all other contexts stay durable.
    /// </summary>
    MeetDbContext OpenWithoutSync();

    /// <summary>
    /// Waits until a command that bypasses Entity Framework may write, and limits the command's own time, so that both together take no
    /// longer than a statement may. Must be disposed right after the command. The statements of Entity Framework wait by themselves.
    /// </summary>
    /// <exception cref="DbException">Others wrote for too long.</exception>
    ValueTask<IDisposable?> WaitToWriteAsync(DbCommand command);

    /// <summary>Leaves the database as operators may copy it. Must be called last, when nothing uses the database any more.</summary>
    Task CloseAsync();
}
