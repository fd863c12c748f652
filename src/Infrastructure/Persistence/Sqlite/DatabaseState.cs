using Microsoft.Data.Sqlite;
using OpenViduMeet.Infrastructure.Settings;

namespace OpenViduMeet.Infrastructure.Persistence.Sqlite;

/// <summary>The state of the database's file. Reading the state does not change any file.</summary>
/// <param name="Exists">Whether the file exists.</param>
/// <param name="ApplicationId">SQLite's application id of the file; 0 if it is not set.</param>
internal sealed record DatabaseState(bool Exists, long ApplicationId, SchemaState Schema)
{
    /// <summary>"OVMT": marks the file as a database of this server (SQLite's <c>PRAGMA application_id</c>).</summary>
    public const long OurApplicationId = 0x4F564D54;

    /// <summary>A read may have to be repeated while another process writes.</summary>
    private const int MaxLooks = 5;

    /// <summary>In bytes. A <c>-wal</c> file of this size or less holds no data.</summary>
    private const long WalHeaderSize = 32;

    // Codes of SQLite (https://www.sqlite.org/rescode.html).
    private const int ReadOnly = 8;
    private const int Corrupt = 11;
    private const int CannotOpen = 14;
    private const int LockingProtocol = 15;
    private const int NotADatabase = 26;

    private static readonly DatabaseState Missing = new(false, 0, SchemaState.Empty);

    /// <param name="file">The path of the file.</param>
    /// <param name="isWhole">Whether to check the whole file for damages, which takes long for a large one.</param>
    /// <exception cref="StartException">The file is damaged or is a folder.</exception>
    public static DatabaseState Of(string file, bool isWhole = true)
    {
        if (Directory.Exists(file))
            throw new StartException($"{file} must be the database: it is a folder");
        for (var look = 1; ; look++)
        {
            var ahead = LengthOf($"{file}-wal");
            try
            {
                return new FileInfo(file) switch
                {
                    { Exists: false } => Missing,
                    { Length: 0 } => Missing with { Exists = true },
                    _ => Read(UriOf(file, ahead > WalHeaderSize), isWhole),
                };
            }
            catch (SqliteException unfinished)
                when (unfinished.SqliteErrorCode is ReadOnly or CannotOpen or LockingProtocol)
            {
                // A killed process left an unfinished transaction, which SQLite recovers only with write access.
                return Read(new SqliteConnectionStringBuilder { DataSource = file }, isWhole);
            }
            catch (SqliteException damaged)
                when (damaged.SqliteErrorCode is Corrupt or NotADatabase)
            {
                // Another process may have begun to write or just ended.
                if (look < MaxLooks && ahead != LengthOf($"{file}-wal"))
                    continue;
                throw new StartException(
                    $"{file} is damaged or is not an SQLite database: restore it from a backup, or move it away to start with a new one"
                );
            }
        }
    }

    /// <summary>
    /// Makes a URI with which SQLite changes no file. Even a read-only connection to a database in WAL mode would create or change the
    /// <c>-wal</c> and <c>-shm</c> files. <c>immutable</c> prevents that if all data is in the main file; otherwise
    /// <c>readonly_shm</c> does.
    /// </summary>
    private static SqliteConnectionStringBuilder UriOf(string file, bool isWrittenAhead)
    {
        var isUnfinished = isWrittenAhead || LengthOf($"{file}-journal") > 0;
        var how = isUnfinished ? "mode=ro&readonly_shm=1" : "mode=ro&immutable=1";
        return new() { DataSource = $"{new Uri(file).AbsoluteUri}?{how}" };
    }

    private static long LengthOf(string file) =>
        new FileInfo(file) is { Exists: true } found ? found.Length : 0;

    private static DatabaseState Read(SqliteConnectionStringBuilder options, bool isWhole)
    {
        options.Pooling = false;
        using var connection = new SqliteConnection(options.ToString());
        connection.Open();
        if (isWhole && ReadTexts(connection, "PRAGMA quick_check(1)") is not ["ok"])
            throw new SqliteException("quick_check", Corrupt);

        var id = long.Parse(
            ReadTexts(connection, "PRAGMA application_id")[0],
            System.Globalization.CultureInfo.InvariantCulture
        );
        var tables = ReadTexts(
            connection,
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite|_%' ESCAPE '|'"
        );
        var applied = tables.Contains(SchemaState.MigrationHistory)
            ? ReadTexts(connection, SchemaState.ReadApplied)
            : [];
        var oldest = tables.Contains(SchemaState.Table)
            ? ReadTexts(connection, SchemaState.ReadOldestVersion)
            : [];
        return new DatabaseState(
            true,
            id,
            new SchemaState(
                applied.ToHashSet(StringComparer.Ordinal),
                oldest.Select(Version.Parse).SingleOrDefault(),
                tables.Exists(name =>
                    name is not (SchemaState.MigrationHistory or SchemaState.MigrationLocks)
                )
            )
        );
    }

    private static List<string> ReadTexts(SqliteConnection connection, string query)
    {
        using var command = connection.CreateCommand().SetTrustedText(query);
        using var reader = command.ExecuteReader();
        var texts = new List<string>();
        while (reader.Read())
            texts.Add(reader.GetString(0));
        return texts;
    }
}
