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
            TryToWrite(options.DataDirectory);
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

    /// <summary>Tries to write in a folder. A folder that is missing is not created: whoever creates it owns it.</summary>
    /// <returns>Why the folder cannot be written; <see langword="null"/> if it can be, or is missing.</returns>
    public static string? FaultOf(string folder)
    {
        for (var path = folder; path is not null; path = Path.GetDirectoryName(path))
        {
            if (File.Exists(path))
                return $"{path} is a file";
        }

        try
        {
            if (Directory.Exists(folder))
                TryToWrite(folder);
            return null;
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            return failed.Message;
        }
    }

    private static void TryToWrite(string folder)
    {
        var trial = Path.Combine(folder, $"{Guid.NewGuid():N}.trial");
        OwnerOnly.Open(trial, FileMode.CreateNew, FileShare.None).Dispose();
        File.Delete(trial);
    }
}
