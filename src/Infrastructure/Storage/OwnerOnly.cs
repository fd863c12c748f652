namespace OpenViduMeet.Infrastructure.Storage;

/// <summary>Files and folders that nobody but their owner may read. On Windows they take the rights of their folder.</summary>
internal static class OwnerOnly
{
    private const UnixFileMode FileMode600 = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode FolderMode700 = FileMode600 | UnixFileMode.UserExecute;
    private const UnixFileMode OfOthers = ~(
        FolderMode700 | UnixFileMode.SetUser | UnixFileMode.SetGroup | UnixFileMode.StickyBit
    );

    /// <summary>Creates a folder if it is missing. One that is there stays as it is.</summary>
    public static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, FolderMode700);
    }

    /// <summary>Opens a file for reading and writing. If it is created, it has its rights from the beginning.</summary>
    /// <exception cref="IOException">It cannot be opened, or not as it is to be shared.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be opened.</exception>
    public static FileStream Open(string path, FileMode mode, FileShare share)
    {
        var options = new FileStreamOptions
        {
            Mode = mode,
            Access = FileAccess.ReadWrite,
            Share = share,
        };
        if (!OperatingSystem.IsWindows() && mode != FileMode.Open)
            options.UnixCreateMode = FileMode600;
        return new FileStream(path, options);
    }

    /// <summary>Takes the rights of all others from a file, if it is there.</summary>
    /// <returns><see langword="false"/> if others have rights and cannot be kept out: the file is not ours.</returns>
    public static bool TryKeepOthersOut(string path)
    {
        if (OperatingSystem.IsWindows() || !File.Exists(path))
            return true;
        try
        {
            if ((File.GetUnixFileMode(path) & OfOthers) != UnixFileMode.None)
                File.SetUnixFileMode(path, FileMode600);
            return true;
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            return !File.Exists(path);
        }
    }
}
