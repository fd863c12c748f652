using OpenViduMeet.Infrastructure.Settings;
using OpenViduMeet.Infrastructure.Storage;

namespace OpenViduMeet.Infrastructure.Persistence.Sqlite;

/// <summary>
/// A file beside the database whose lock says who uses the database: any number of servers and commands, or one restore. The operating
/// system releases the lock when the process ends in any way.
/// </summary>
internal static class InUse
{
    public static string FileFor(string database) => $"{database}.in-use";

    /// <summary>Uses the database together with others, until the returned lock is disposed.</summary>
    /// <exception cref="StartException">A backup is being restored.</exception>
    public static FileStream Share(string database) =>
        TryOpen(database, FileAccess.Read, FileShare.ReadWrite)
        ?? throw new StartException(
            $"A backup is being restored into {database}: start again when that is done"
        );

    /// <summary>Keeps everybody else from using the database, until the returned lock is disposed.</summary>
    /// <exception cref="StartException">Somebody uses it.</exception>
    public static IDisposable TakeAlone(string database) =>
        TryOpen(database, FileAccess.ReadWrite, FileShare.None) ?? throw By(database);

    public static StartException By(string database) =>
        new($"{database} is in use: stop the server first");

    /// <returns><see langword="null"/> if another process has the file open in a way that excludes this one.</returns>
    private static FileStream? TryOpen(string database, FileAccess access, FileShare share)
    {
        var path = FileFor(database);
        try
        {
            // A new file has its permissions from the beginning.
            if (!File.Exists(path))
                OwnerOnly.Open(path, FileMode.OpenOrCreate, FileShare.ReadWrite).Dispose();
            return new FileStream(path, FileMode.Open, access, share);
        }
        catch (IOException taken) when (DatabaseLock.FileInUse.Contains(taken.HResult))
        {
            return null;
        }
    }
}
