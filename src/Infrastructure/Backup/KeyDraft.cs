using OpenViduMeet.Infrastructure.Settings;
using OpenViduMeet.Infrastructure.Storage;

namespace OpenViduMeet.Infrastructure.Backup;

/// <summary>
/// A key that is written and on the disk, beside its place. Written before the database is restored, so that afterwards hardly anything can
/// fail. Nothing is left of it unless it is completed.
/// </summary>
internal sealed class KeyDraft : IDisposable
{
    private readonly string _key;
    private readonly bool _isFolderNew;

    private KeyDraft(string key, bool isFolderNew)
    {
        _key = key;
        _isFolderNew = isFolderNew;
    }

    private string Draft => $"{_key}.restored";

    private string Folder => Path.GetDirectoryName(_key)!;

    /// <exception cref="StartException">The key cannot be written.</exception>
    public static KeyDraft Write(StorageOptions storage, byte[] content)
    {
        DataDirectory.CreateOrThrow(storage);
        var draft = new KeyDraft(
            storage.KeyFile,
            isFolderNew: !Path.Exists(Path.GetDirectoryName(storage.KeyFile))
        );
        try
        {
            draft.Write(content);
            return draft;
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            draft.Dispose();
            throw new StartException($"The key cannot be written: {failed.Message}");
        }
    }

    /// <summary>Puts the key in its place.</summary>
    /// <exception cref="StartException">The key cannot be put there.</exception>
    public void Complete()
    {
        try
        {
            File.Move(Draft, _key, overwrite: true);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw new StartException(
                $"The database was restored, but its key was not: {failed.Message}. Remove the cause, and restore again with --replace"
            );
        }
    }

    public void Dispose()
    {
        if (!Directory.Exists(Folder))
            return;
        File.Delete(Draft);
        if (_isFolderNew && !Directory.EnumerateFileSystemEntries(Folder).Any())
            Directory.Delete(Folder);
    }

    private void Write(byte[] content)
    {
        OwnerOnly.CreateFolder(Folder);
        using var file = OwnerOnly.Open(Draft, FileMode.Create, FileShare.None);
        file.Write(content);
        file.Flush(flushToDisk: true);
    }
}
