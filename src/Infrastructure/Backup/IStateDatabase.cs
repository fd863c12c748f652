using OpenViduMeet.Infrastructure.Settings;

namespace OpenViduMeet.Infrastructure.Backup;

/// <summary>Copies whole tables out of the database and into it.</summary>
internal interface IStateDatabase
{
    /// <summary>
    /// Opens a view that shows the same moment of all tables, however long it is read. It holds up no server, and keeps a restore from
    /// beginning.
    /// </summary>
    /// <exception cref="StartException">A backup is being restored.</exception>
    Task<StateSnapshot> OpenSnapshotAsync(CancellationToken ct);

    /// <summary>Checks whether <see cref="RestoreAsync"/> may begin, and changes nothing.</summary>
    /// <inheritdoc cref="RestoreAsync"/>
    Task CheckAsync(bool replace, CancellationToken ct);

    /// <summary>
    /// Replaces the content of all archived tables, and empties those that are left out. The database is migrated first. All is done or
    /// nothing. No server may use the database meanwhile.
    /// </summary>
    /// <param name="replace">Whether a database that holds anything is replaced too.</param>
    /// <param name="load">Loads the tables, each after those that it refers to.</param>
    /// <exception cref="StartException">The database holds something, belongs to another program, or is in use.</exception>
    Task RestoreAsync(
        bool replace,
        Func<IStateLoader, CancellationToken, Task> load,
        CancellationToken ct
    );
}

/// <summary>Fills empty tables.</summary>
internal interface IStateLoader
{
    /// <param name="table">The table with the columns to fill. Other columns get their defaults.</param>
    /// <param name="rows">The rows, which may all be in the same array.</param>
    /// <param name="sequence">The highest number that was ever given to a row; <see langword="null"/> if none is given.</param>
    Task LoadAsync(
        ArchiveTable table,
        IAsyncEnumerable<object?[]> rows,
        long? sequence,
        CancellationToken ct
    );
}
