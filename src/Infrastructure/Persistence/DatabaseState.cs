using Microsoft.Data.Sqlite;
using OpenViduMeet.Infrastructure.Settings;

namespace OpenViduMeet.Infrastructure.Persistence;

/// <summary>What lies in the place of the database. It is found out without a change to any file.</summary>
/// <param name="Exists">Whether there is a file at all.</param>
/// <param name="ApplicationId">Whose database it says to be; 0 if it says nothing.</param>
/// <param name="Applied">The migrations that it has had.</param>
/// <param name="HasOtherTables">Whether there are tables beside those of the migrations themselves.</param>
internal sealed record DatabaseState(
    bool Exists,
    long ApplicationId,
    IReadOnlySet<string> Applied,
    bool HasOtherTables
)
{
    /// <summary>"OVMT": marks the file as a database of this server (SQLite's <c>PRAGMA application_id</c>).</summary>
    public const long OurApplicationId = 0x4F564D54;

    public const string MigrationLocks = "__EFMigrationsLock";
    private const string MigrationHistory = "__EFMigrationsHistory";

    /// <summary>A reader beside a writer may have to look again.</summary>
    private const int MaxLooks = 5;

    /// <summary>Bytes: a <c>-wal</c> file of no more has nothing in it.</summary>
    private const long WalHeaderSize = 32;

    // Codes of SQLite (https://www.sqlite.org/rescode.html).
    private const int ReadOnly = 8;
    private const int Corrupt = 11;
    private const int CannotOpen = 14;
    private const int LockingProtocol = 15;
    private const int NotADatabase = 26;

    private static readonly DatabaseState Missing = new(
        false,
        0,
        new HashSet<string>(StringComparer.Ordinal),
        false
    );

    /// <exception cref="StartException">It is damaged, or cannot be opened.</exception>
    public static DatabaseState Of(string file)
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
                    _ => Read(UriOf(file, ahead > WalHeaderSize)),
                };
            }
            catch (SqliteException unfinished)
                when (unfinished.SqliteErrorCode is ReadOnly or CannotOpen or LockingProtocol)
            {
                // What a process that was killed left unfinished has to be finished first, which SQLite does when it may write.
                return Read(new SqliteConnectionStringBuilder { DataSource = file });
            }
            catch (SqliteException damaged)
                when (damaged.SqliteErrorCode is Corrupt or NotADatabase)
            {
                // Another process has begun to write, or has just ended.
                if (look < MaxLooks && ahead != LengthOf($"{file}-wal"))
                    continue;
                throw new StartException(
                    $"{file} is damaged, or is no SQLite database: restore it from a back-up, or move it away to begin anew"
                );
            }
        }
    }

    /// <summary>
    /// Opened to be read, SQLite would still create or change the two files beside a database that is written ahead. It does not for
    /// one that it may take for immutable, as where everything is in the one file; otherwise it is told not to.
    /// </summary>
    private static SqliteConnectionStringBuilder UriOf(string file, bool isWrittenAhead)
    {
        var isUnfinished = isWrittenAhead || LengthOf($"{file}-journal") > 0;
        var how = isUnfinished ? "mode=ro&readonly_shm=1" : "mode=ro&immutable=1";
        return new() { DataSource = $"{new Uri(file).AbsoluteUri}?{how}" };
    }

    private static long LengthOf(string file) =>
        new FileInfo(file) is { Exists: true } found ? found.Length : 0;

    private static DatabaseState Read(SqliteConnectionStringBuilder options)
    {
        options.Pooling = false;
        using var connection = new SqliteConnection(options.ToString());
        connection.Open();
        if (ReadTexts(connection, "PRAGMA quick_check(1)") is not ["ok"])
            throw new SqliteException("quick_check", Corrupt);

        var id = long.Parse(
            ReadTexts(connection, "PRAGMA application_id")[0],
            System.Globalization.CultureInfo.InvariantCulture
        );
        var tables = ReadTexts(
            connection,
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite|_%' ESCAPE '|'"
        );
        var applied = tables.Contains(MigrationHistory)
            ? ReadTexts(connection, $"SELECT \"MigrationId\" FROM \"{MigrationHistory}\"")
            : [];
        return new DatabaseState(
            true,
            id,
            applied.ToHashSet(StringComparer.Ordinal),
            tables.Exists(name => name is not (MigrationHistory or MigrationLocks))
        );
    }

    private static List<string> ReadTexts(SqliteConnection connection, string query)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The texts are all in this file.
        command.CommandText = query;
#pragma warning restore CA2100
        using var reader = command.ExecuteReader();
        var texts = new List<string>();
        while (reader.Read())
            texts.Add(reader.GetString(0));
        return texts;
    }
}
