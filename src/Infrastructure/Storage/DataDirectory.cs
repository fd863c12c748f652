using OpenViduMeet.Infrastructure.Settings;

namespace OpenViduMeet.Infrastructure.Storage;

/// <summary>The folder of everything that this server keeps.</summary>
internal static class DataDirectory
{
    /// <exception cref="StartException">A file stands in its place, or in the place of a folder above.</exception>
    public static void ThrowIfNoFolder(StorageOptions options)
    {
        for (var path = options.DataDirectory; path is not null; path = Path.GetDirectoryName(path))
        {
            if (File.Exists(path))
                throw new StartException(
                    $"{KnownSettings.DataDirectory} must name a folder: {path} is a file"
                );
        }
    }

    /// <summary>Creates the folder if need be, and tries whether it and the database in it can be written.</summary>
    /// <exception cref="StartException">They cannot.</exception>
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
