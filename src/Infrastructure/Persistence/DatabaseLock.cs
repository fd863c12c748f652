using Microsoft.Extensions.Logging;
using OpenViduMeet.Infrastructure.Settings;
using OpenViduMeet.Infrastructure.Storage;

namespace OpenViduMeet.Infrastructure.Persistence;

/// <summary>
/// Lets one start at a time bring the database up to date. The lock is the operating system's, on a file beside the database: it ends
/// with the process that holds it, however that ends. The file stays, and tells that the database was once complete.
/// </summary>
internal sealed partial class DatabaseLock : IDisposable
{
    /// <summary>For as long as another start may work on the database before this one gives up.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);

    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    public static readonly TimeSpan LogInterval = TimeSpan.FromSeconds(5);

    /// <summary>EAGAIN of Linux and of macOS, and Windows' sharing violation: another has the file open.</summary>
    private static readonly int[] Taken = [11, 35, unchecked((int)0x80070020)];

    private readonly FileStream _file;

    private DatabaseLock(FileStream file) => _file = file;

    public static string FileFor(string database) => $"{database}.lock";

    /// <summary>Whether a database was once complete here.</summary>
    public static bool WasComplete(string database) =>
        new FileInfo(FileFor(database)) is { Exists: true, Length: > 0 };

    /// <summary>Waits until no other process has the lock, and says so meanwhile.</summary>
    /// <exception cref="StartException">Another process has had it for too long.</exception>
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
            catch (IOException taken) when (Taken.Contains(taken.HResult))
            {
                var waited = clock.GetElapsedTime(started);
                if (waited >= LongestWait)
                    throw new StartException(
                        $"{database} has been brought up to date by another process for {LongestWait.TotalMinutes:0} minutes: end that process, or wait until it is done"
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

    /// <summary>Notes that the database is complete.</summary>
    public void NoteComplete()
    {
        if (_file.Length > 0)
            return;
        _file.Write("complete\n"u8);
        _file.Flush(flushToDisk: true);
    }

    /// <summary>Where the database is gone, its file is empty until the new one is complete.</summary>
    /// <returns>Whether a database was once complete here.</returns>
    public bool ForgetComplete()
    {
        var wasComplete = _file.Length > 0;
        _file.SetLength(0);
        return wasComplete;
    }

    public void Dispose() => _file.Dispose();

    [LoggerMessage(
        LogLevel.Warning,
        "{Database} is being brought up to date by another process: has waited for {Seconds} s"
    )]
    private static partial void LogWaiting(ILogger logger, string database, int seconds);
}
