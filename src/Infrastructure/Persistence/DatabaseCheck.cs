using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using OpenViduMeet.Application.Work;
using OpenViduMeet.Domain.Diagnostics;
using OpenViduMeet.Infrastructure.Diagnostics;
using OpenViduMeet.Infrastructure.Settings;
using OpenViduMeet.Infrastructure.Storage;

namespace OpenViduMeet.Infrastructure.Persistence;

/// <summary>Whether this version can use the database, and write it.</summary>
internal sealed class DatabaseCheck(
    IMeetDatabase database,
    StorageOptions options,
    IFileSystems fileSystems,
    ExaminationTime time,
    TimeProvider clock
) : ICheck
{
    private static readonly Fault Unreachable = new(
        "database-unreachable",
        FaultSeverity.Failure,
        "Start PostgreSQL, let it accept more connections (max_connections) if none is left, and set MEET_DATABASE_URL to the host and port at which this server reaches it."
    );

    private static readonly Fault Refused = new(
        "database-refused",
        FaultSeverity.Failure,
        "Set MEET_DATABASE_URL to a user, a password and a database that PostgreSQL knows, and let pg_hba.conf allow them."
    );

    private static readonly Fault Damaged = new(
        "database-damaged",
        FaultSeverity.Failure,
        "Restore the database from a backup."
    );

    private static readonly Fault Missing = new(
        "database-missing",
        FaultSeverity.Warning,
        "Start the server: it makes the database. If there was one, check MEET_DATA_DIR or MEET_DATABASE_URL."
    );

    private static readonly Fault Foreign = new(
        "database-foreign",
        FaultSeverity.Failure,
        "Choose another database (MEET_DATABASE_URL) or data directory (MEET_DATA_DIR): this one belongs to another program."
    );

    private static readonly Fault TooNew = new(
        "database-too-new",
        FaultSeverity.Failure,
        "Start the newer version of this server that wrote the database, or restore an earlier backup."
    );

    private static readonly Fault Pending = new(
        "database-not-migrated",
        FaultSeverity.Warning,
        "Make a backup, then start this version, or run migrate."
    );

    private static readonly Fault ReadOnly = new(
        "database-read-only",
        FaultSeverity.Failure,
        "Let the user of this server write the database: the file and its folder, or in PostgreSQL the primary, without default_transaction_read_only."
    );

    private static readonly Fault Locked = new(
        "database-locked",
        FaultSeverity.Failure,
        "End the program that holds the lock of the database, such as a shell with an open transaction."
    );

    private static readonly Fault NotWritable = new(
        "database-not-writable",
        FaultSeverity.Failure,
        "Let the user of this server open the file of the database, and look at its disk: it may be missing, full or failing."
    );

    private static readonly Fault Clock = new(
        "database-clock",
        FaultSeverity.Failure,
        "Run a time service (NTP) on this machine and on the database's."
    );

    private static readonly Fault Network = new(
        "database-on-network",
        FaultSeverity.Failure,
        "Move MEET_DATA_DIR to a local disk, or use PostgreSQL (MEET_DATABASE_URL): SQLite's locks do not hold on a network file system."
    );

    // Codes of SQLite (https://www.sqlite.org/rescode.html).
    private const int SqliteBusy = 5;
    private const int SqliteReadOnly = 8;
    private const int SqliteCorrupt = 11;
    private const int SqliteNotADatabase = 26;

    /// <summary>The first two characters of the codes (https://www.postgresql.org/docs/current/errcodes-appendix.html).</summary>
    private const string InvalidAuthorizationClass = "28";

    /// <summary>Of the time of the check, for a write. It is shorter than the statements of requests wait for a lock.</summary>
    private const double WriteShare = 0.67;

    private static readonly HashSet<string> NetworkFormats = new(StringComparer.OrdinalIgnoreCase)
    {
        "nfs",
        "nfs4",
        "cifs",
        "smb",
        "smb2",
        "smb3",
        "smbfs",
        "ncpfs",
        "afs",
        "coda",
        "9p",
        "v9fs",
        "ceph",
        "lustre",
        "glusterfs",
    };

    public static string Id => "database";

    public static string Subject => "The database fits this version and can be written";

    public static IReadOnlyList<Fault> Faults { get; } =
    [
        Unreachable,
        Refused,
        Damaged,
        Missing,
        Foreign,
        TooNew,
        Pending,
        ReadOnly,
        Locked,
        NotWritable,
        Clock,
        Network,
    ];

    public async Task<IReadOnlyList<Finding>> ExamineAsync(CancellationToken ct)
    {
        DatabaseInspection inspection;
        try
        {
            inspection = await database.InspectAsync(ct);
        }
        catch (StartException unusable)
        {
            return [Damaged.Found(unusable.Message)];
        }
        catch (PostgresException refusal) when (IsOfSettings(refusal.SqlState))
        {
            return [Refused.Found($"PostgreSQL refuses the connection ({refusal.SqlState})")];
        }
        catch (SqliteException failed)
        {
            return [FaultOf(failed, "SQLite cannot read the database")];
        }
        catch (PostgresException failed)
        {
            // Such as 53300, 57P01 and 57P03: it has no connection left, stops or starts.
            return [Unreachable.Found($"PostgreSQL cannot be used now ({failed.SqlState})")];
        }
        catch (DbException failed)
        {
            return [Unreachable.Found($"The database does not answer ({Describe(failed)})")];
        }

        var findings = new List<Finding>(FaultsOf(inspection));
        if (
            inspection is { Exists: true, IsForeign: false }
            && await WriteFaultAsync(ct) is { } fault
        )
            findings.Add(fault);
        return findings;
    }

    /// <summary>Whether PostgreSQL refuses the user, the password or the database of the settings.</summary>
    private static bool IsOfSettings(string sqlState) =>
        sqlState.StartsWith(InvalidAuthorizationClass, StringComparison.Ordinal)
        || sqlState
            is PostgresErrorCodes.InvalidCatalogName
                or PostgresErrorCodes.InsufficientPrivilege;

    private IEnumerable<Finding> FaultsOf(DatabaseInspection inspection)
    {
        if (
            options.DatabaseUrl is null
            && fileSystems.Find(options.DataDirectory)?.Format is { } format
            && NetworkFormats.Contains(format)
        )
            yield return Network.Found(
                $"{options.DataDirectory} is on a network file system ({format})"
            );
        if (ProbeClient.Describe(inspection.Now - clock.GetUtcNow()) is { } difference)
            yield return Clock.Found($"The database's clock is {difference}");

        if (!inspection.Exists)
            yield return Missing.Found("There is no database yet");
        else if (inspection.IsForeign)
            yield return Foreign.Found("The database has the tables of another program");
        else if (inspection.IsTooNew)
            yield return TooNew.Found("The database was written by a newer version of this server");
        else if (inspection.Pending > 0)
            yield return Pending.Found(
                $"{inspection.Pending} migrations of this version have not been applied"
            );
    }

    private async Task<Finding?> WriteFaultAsync(CancellationToken ct)
    {
        try
        {
            await using var opened = database.OpenWithoutSync();
            opened.Database.SetCommandTimeout((int)time.Part(WriteShare).TotalSeconds);
            await DatabaseTrial.WriteAsync(opened, ct);
            return null;
        }
        catch (Exception wrapped) when (DatabaseFailure.FindIn(wrapped) is { } failed)
        {
            return FaultOf(failed, "A write failed");
        }
    }

    /// <param name="what">What is said of a failure that is none of the known ones.</param>
    private static Finding FaultOf(DbException failed, string what) =>
        failed switch
        {
            SqliteException { SqliteErrorCode: SqliteReadOnly }
            or PostgresException
            {
                SqlState: PostgresErrorCodes.ReadOnlySqlTransaction
                    or PostgresErrorCodes.InsufficientPrivilege
            } => ReadOnly.Found("The database can be read, but not written"),
            SqliteException { SqliteErrorCode: SqliteBusy } => Locked.Found(
                "Another program holds the lock of the database"
            ),
            SqliteException { SqliteErrorCode: SqliteCorrupt or SqliteNotADatabase } =>
                Damaged.Found($"The database is damaged ({Describe(failed)})"),
            _ => NotWritable.Found($"{what} ({Describe(failed)})"),
        };

    /// <summary>The message is not used, because it may hold parts of the connection's settings.</summary>
    private static string Describe(DbException failed) =>
        failed switch
        {
            SqliteException sqlite => $"SQLite {sqlite.SqliteErrorCode}",
            PostgresException postgres => $"PostgreSQL {postgres.SqlState}",
            _ => failed.InnerException?.GetType().Name ?? failed.GetType().Name,
        };
}
