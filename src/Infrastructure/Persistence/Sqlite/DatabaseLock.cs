using Microsoft.Extensions.Logging;
using OpenViduMeet.Infrastructure.Settings;
using OpenViduMeet.Infrastructure.Storage;

namespace OpenViduMeet.Infrastructure.Persistence.Sqlite;

/// <summary>
/// Lets one process at a time migrate the database. The operating system locks a file beside the database and releases the lock when
/// the process ends in any way. The file remains and records that the database was once complete.
/// </summary>
internal sealed partial class DatabaseLock : IDisposable
{
    /// <summary>How long this process waits for another process before it gives up.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);

    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    public static readonly TimeSpan LogInterval = TimeSpan.FromSeconds(5);

    /// <summary>EAGAIN of Linux and macOS, and the sharing violation of Windows: another process has the file open.</summary>
    public static readonly int[] FileInUse = [11, 35, unchecked((int)0x80070020)];

    private readonly FileStream _file;

    private DatabaseLock(FileStream file) => _file = file;

    public static string FileFor(string database) => $"{database}.lock";

    /// <summary>Whether a database was once complete here.</summary>
    public static bool WasComplete(string database) =>
        new FileInfo(FileFor(database)) is { Exists: true, Length: > 0 };

    /// <summary>Waits until no other process holds the lock, and logs that it waits.</summary>
    /// <exception cref="StartException">Another process has held the lock for too long.</exception>
    public static async Task<DatabaseLock> TakeAsync(
        string database,
        TimeProvider clock,
        ILogger logger,
        CancellationToken ct
    )
    {
        var path = FileFor(database);
        var started = clock.GetTimestamp();
        for (var nextLog = TimeSpan.Zero; ; )
        {
            try
            {
                return new DatabaseLock(
                    OwnerOnly.Open(path, FileMode.OpenOrCreate, FileShare.None)
                );
            }
            catch (IOException taken) when (FileInUse.Contains(taken.HResult))
            {
                var waited = clock.GetElapsedTime(started);
                if (waited >= LongestWait)
                    throw new StartException(
                        $"Another process has been migrating {database} for {LongestWait.TotalMinutes:0} minutes: end that process, or wait until it is done"
                    );
                if (waited >= nextLog)
                {
                    LogWaiting(logger, database, (int)waited.TotalSeconds);
                    nextLog = waited + LogInterval;
                }
            }

            await Task.Delay(Pause, clock, ct);
        }
    }

    /// <summary>Records that the database is complete.</summary>
    public void MarkComplete()
    {
        if (_file.Length > 0)
            return;
        _file.Write("complete\n"u8);
        _file.Flush(flushToDisk: true);
    }

    /// <summary>Clears the record because the database is gone. The file stays empty until the new database is complete.</summary>
    /// <returns>Whether a database was once complete here.</returns>
    public bool ClearComplete()
    {
        var wasComplete = _file.Length > 0;
        _file.SetLength(0);
        return wasComplete;
    }

    public void Dispose() => _file.Dispose();

    [LoggerMessage(
        LogLevel.Warning,
        "Another process is migrating {Database}: this one has waited for {Seconds} s"
    )]
    private static partial void LogWaiting(ILogger logger, string database, int seconds);
}
