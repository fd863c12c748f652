using OpenViduMeet.Infrastructure.Settings;

namespace OpenViduMeet.Infrastructure.Storage;

/// <summary>The folder of all data of this server.</summary>
internal static class DataDirectory
{
    /// <exception cref="StartException">The path, or a folder above it, is a file.</exception>
    public static void ThrowIfFile(StorageOptions options)
    {
        for (var path = options.DataDirectory; path is not null; path = Path.GetDirectoryName(path))
        {
            if (File.Exists(path))
                throw new StartException(
                    $"{KnownSettings.DataDirectory} must name a folder: {path} is a file"
                );
        }
    }

    /// <summary>Creates the folder if it is missing, and checks that the folder and the database in it are writable.</summary>
    /// <exception cref="StartException">The folder or the database is not writable.</exception>
    public static void CreateOrThrow(StorageOptions options)
    {
        try
        {
            OwnerOnly.CreateFolder(options.DataDirectory);
            var trial = Path.Combine(options.DataDirectory, $"{Guid.NewGuid():N}.trial");
            OwnerOnly.Open(trial, FileMode.CreateNew, FileShare.None).Dispose();
            File.Delete(trial);
            if (File.Exists(options.DatabaseFile))
                OwnerOnly.Open(options.DatabaseFile, FileMode.Open, FileShare.ReadWrite).Dispose();
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw new StartException(
                $"{KnownSettings.DataDirectory} must name a folder that this user can write in: {failed.Message}"
            );
        }
    }
}
