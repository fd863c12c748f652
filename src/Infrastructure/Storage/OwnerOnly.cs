namespace OpenViduMeet.Infrastructure.Storage;

/// <summary>Files and folders that only their owner may read. On Windows, they inherit the permissions of their folder.</summary>
internal static class OwnerOnly
{
    private const UnixFileMode FileMode600 = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode FolderMode700 = FileMode600 | UnixFileMode.UserExecute;
    private const UnixFileMode OfOthers = ~(
        FolderMode700 | UnixFileMode.SetUser | UnixFileMode.SetGroup | UnixFileMode.StickyBit
    );

    /// <summary>Creates a folder if it is missing. An existing folder is not changed.</summary>
    public static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, FolderMode700);
    }

    /// <summary>Opens a file for reading and writing. A new file has its permissions from the beginning.</summary>
    /// <exception cref="IOException">The file cannot be opened, or cannot be shared in this way.</exception>
    /// <exception cref="UnauthorizedAccessException">The user has no permission to open the file.</exception>
    public static FileStream Open(
        string path,
        FileMode mode,
        FileShare share,
        FileOptions fileOptions = FileOptions.None
    )
    {
        var options = new FileStreamOptions
        {
            Mode = mode,
            Access = FileAccess.ReadWrite,
            Share = share,
            Options = fileOptions,
        };
        if (!OperatingSystem.IsWindows() && mode != FileMode.Open)
            options.UnixCreateMode = FileMode600;
        return new FileStream(path, options);
    }

    /// <summary>Removes the permissions of other users from a file, if it exists.</summary>
    /// <returns><see langword="false"/> if other users keep their permissions, because the file belongs to another user.</returns>
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
