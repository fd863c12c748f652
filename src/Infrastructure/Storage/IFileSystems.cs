namespace OpenViduMeet.Infrastructure.Storage;

/// <summary>The file systems of this machine.</summary>
internal interface IFileSystems
{
    /// <returns>The file system of a path or of the nearest folder above it, or <see langword="null"/> if the system does not tell.</returns>
    FileSystemFacts? Find(string path);
}

/// <param name="Format">Such as <c>ext4</c> or <c>nfs</c>.</param>
/// <param name="FreeBytes">What this user may still write.</param>
internal sealed record FileSystemFacts(string Format, long FreeBytes);

internal sealed class FileSystems : IFileSystems
{
    public FileSystemFacts? Find(string path)
    {
        var existing = path;
        while (!Directory.Exists(existing))
        {
            if (Path.GetDirectoryName(existing) is not { } above)
                return null;
            existing = above;
        }

        try
        {
            var drive = new DriveInfo(existing);
            return new FileSystemFacts(drive.DriveFormat, drive.AvailableFreeSpace);
        }
        catch (Exception unknown)
            when (unknown is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}
