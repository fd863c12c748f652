using OpenViduMeet.Infrastructure.Settings;

namespace OpenViduMeet.Infrastructure.Persistence;

/// <summary>The schema found in a database, and whether this version can use it; see ADR 47.</summary>
/// <param name="Applied">The migrations applied to the database.</param>
/// <param name="OldestVersion">
/// The oldest version of the server that can use the schema, or <see langword="null"/> if the schema does not name one.
/// </param>
/// <param name="HasOtherTables">Whether there are tables other than Entity Framework's own.</param>
internal sealed record SchemaState(
    IReadOnlySet<string> Applied,
    Version? OldestVersion,
    bool HasOtherTables
)
{
    public const string MigrationHistory = "__EFMigrationsHistory";
    public const string MigrationLocks = "__EFMigrationsLock";
    public const string Table = "Schema";
    public const string ReadOldestVersion = $"SELECT \"OldestVersion\" FROM \"{Table}\"";
    public const string ReadApplied = $"SELECT \"MigrationId\" FROM \"{MigrationHistory}\"";

    public static readonly SchemaState Empty = new(
        new HashSet<string>(StringComparer.Ordinal),
        null,
        false
    );

    /// <summary>Whether the database belongs to another program.</summary>
    public bool IsForeignTo(IReadOnlySet<string> migrations) =>
        Applied.Count == 0 ? HasOtherTables : !Applied.Overlaps(migrations);

    /// <summary>Migrations only add, so an older version can use a newer schema, down to the version that the schema names.</summary>
    public bool IsTooNewFor(IReadOnlySet<string> migrations, Version version) =>
        OldestVersion is null ? !Applied.IsSubsetOf(migrations) : OldestVersion > version;

    /// <param name="database">The database's name, for the message.</param>
    /// <param name="remedy">What to do if the database belongs to another program.</param>
    /// <exception cref="StartException">The database belongs to another program, or needs a newer version.</exception>
    public void ThrowIfUnusable(IReadOnlySet<string> migrations, string database, string remedy)
    {
        if (IsForeignTo(migrations))
            throw new StartException($"{database} is the database of another program: {remedy}");
        if (IsTooNewFor(migrations, ServerVersion.Current))
            throw new StartException(
                $"{database} was written by a newer version of this server{Needed}: start that version, or restore an earlier backup"
            );
    }

    private string Needed => OldestVersion is null ? "" : $" and needs {OldestVersion} or later";
}
