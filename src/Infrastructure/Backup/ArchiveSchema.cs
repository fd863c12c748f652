using Microsoft.EntityFrameworkCore;
using OpenViduMeet.Infrastructure.Persistence;
using OpenViduMeet.Infrastructure.Settings;

namespace OpenViduMeet.Infrastructure.Backup;

/// <summary>Compares the schemas of databases and archives with that of this version. Migrations have the same name on each database.</summary>
internal static class ArchiveSchema
{
    /// <summary>The names of the migrations, in their order.</summary>
    public static IReadOnlyList<string> MigrationsOf(MeetDbContext context) =>
        [
            .. context
                .Database.GetMigrations()
                .Select(id => id[(id.IndexOf('_', StringComparison.Ordinal) + 1)..]),
        ];

    /// <summary>Checks that an archive by this version would hold everything in the database.</summary>
    /// <exception cref="StartException">The database has another schema.</exception>
    public static void ThrowUnlessCurrent(MeetDbContext context, SchemaState schema)
    {
        if (schema.Applied.Count == 0)
            throw new StartException(
                "There is nothing to back up: the database is missing or empty"
            );
        if (!schema.Applied.IsSupersetOf(context.Database.GetMigrations()))
            throw new StartException(
                "The database has the schema of an earlier version: back it up with that version, or migrate it first (migrate)"
            );
        ThrowIfNewer(context, schema);
    }

    /// <exception cref="StartException">The database has tables or columns that this version does not know.</exception>
    public static void ThrowIfNewer(MeetDbContext context, SchemaState schema)
    {
        if (!schema.Applied.IsSubsetOf(context.Database.GetMigrations()))
            throw new StartException(
                "The database has the schema of a newer version: use that version, or another database"
            );
    }

    /// <summary>Finds the table of each entry of an archive, with the columns that the archive holds.</summary>
    /// <exception cref="StartException">The archive belongs to a newer version, or lacks tables.</exception>
    public static IReadOnlyList<(ArchiveTable Table, TableEntry Entry)> Match(
        MeetDbContext context,
        ArchiveReader archive
    )
    {
        var manifest = archive.Manifest;
        var migrations = MigrationsOf(context);
        if (!migrations.Contains(manifest.Schema))
            throw ArchiveReader.TooNew(archive.File, manifest.Version);

        var tables = ArchiveTable.AllOf(context);
        var matched = new List<(ArchiveTable, TableEntry)>();
        foreach (var table in tables)
        {
            var entry = manifest.Tables.FirstOrDefault(entry => entry.Name == table.Name);
            if (entry is not null)
                matched.Add((Match(table, entry, archive), entry));
            // An earlier version may not have had the table.
            else if (manifest.Schema == migrations[^1])
                throw Unfit(archive, $"it lacks the table {table.Name}");
        }

        if (matched.Count != manifest.Tables.Count)
            throw Unfit(archive, "it holds a table twice, or one that this version does not have");
        return matched;
    }

    private static ArchiveTable Match(ArchiveTable table, TableEntry entry, ArchiveReader archive)
    {
        if (entry.Part.Name != ArchiveFiles.TableOf(table.Name))
            throw Unfit(archive, $"the file of the table {table.Name} has another name");
        var columns = table.Columns.Where(column => entry.Columns.Contains(column.Name)).ToList();
        // The database counts on from there.
        if (entry.Sequence is < 0 or > long.MaxValue / 2)
            throw Unfit(archive, $"the last number of its table {table.Name} cannot be right");
        if (columns.Count != entry.Columns.Count)
            throw Unfit(
                archive,
                $"its table {table.Name} has a column twice, or one that this version does not have"
            );
        return table with { Columns = columns };
    }

    private static StartException Unfit(ArchiveReader archive, string why) =>
        new($"{archive.File} cannot be restored by this version: {why}");
}
