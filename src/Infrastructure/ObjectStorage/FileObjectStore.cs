using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Recordings.Media;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Infrastructure.Storage;

namespace OpenViduMeet.Infrastructure.ObjectStorage;

/// <summary>Stores objects as files in one folder.</summary>
internal sealed class FileObjectStore(StorageOptions options) : IObjectStore
{
    /// <summary>The maximum depth of folders. The layout has four levels; the limit also ends cycles of links.</summary>
    private const int MaxDepth = 16;

    /// <summary>The end of the name of a file that is being written.</summary>
    public const string Draft = ".part";

    /// <summary>The egress' user has access through the group; other users do not.</summary>
    private const UnixFileMode SharedFile =
        UnixFileMode.UserRead
        | UnixFileMode.UserWrite
        | UnixFileMode.GroupRead
        | UnixFileMode.GroupWrite;
    private const UnixFileMode SharedFolder =
        SharedFile | UnixFileMode.UserExecute | UnixFileMode.GroupExecute;

    /// <summary>
    /// Includes hidden files, because the name of the metadata folder begins with a dot. A folder without permission causes an error,
    /// so that it does not look empty.
    /// </summary>
    private static readonly EnumerationOptions AllInside = new()
    {
        IgnoreInaccessible = false,
        AttributesToSkip = FileAttributes.None,
    };

    /// <summary>Ignores the known facts, because the open file has the current ones.</summary>
    public Task<Result<StoredMedia>> OpenAsync(string key, MediaFacts? known, CancellationToken ct)
    {
        try
        {
            return Task.FromResult<Result<StoredMedia>>(FileObject.Open(PathOf(key)));
        }
        catch (Exception missing)
            when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return Task.FromResult<Result<StoredMedia>>(StorageErrors.NotFound);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            return Task.FromResult<Result<StoredMedia>>(new UnreadableObject(ReasonOf(failed)));
        }
    }

    public async Task<Result> WriteAsync(string key, Stream content, CancellationToken ct)
    {
        var path = PathOf(key);
        var directory = Path.GetDirectoryName(path)!;
        var draft = Path.Combine(directory, $"{Guid.NewGuid():N}{Draft}");
        try
        {
            CreateFolder(directory);
            await WriteFileAsync(content, draft, ct);
            MoveOrRemove(draft, path);
            return Result.Ok;
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            return StorageErrors.Unavailable;
        }
    }

    /// <summary>Moves a complete file to its place, or deletes it if that fails.</summary>
    private static void MoveOrRemove(string draft, string path)
    {
        try
        {
            File.Move(draft, path, overwrite: true);
        }
        catch
        {
            File.Delete(draft);
            throw;
        }
    }

    public Task<Result> DeleteAsync(string key, CancellationToken ct)
    {
        try
        {
            File.Delete(PathOf(key));
        }
        catch (DirectoryNotFoundException)
        {
            // The file never existed.
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            return Task.FromResult<Result>(StorageErrors.Unavailable);
        }

        return Task.FromResult(Result.Ok);
    }

    public IAsyncEnumerable<ListedObject> ListAsync(string prefix, CancellationToken ct) =>
        ListBelow(PathOf(prefix), MaxDepth).ToAsyncEnumerable();

    private IEnumerable<ListedObject> ListBelow(string folder, int depthLeft)
    {
        var entries =
            depthLeft > 0
                ? EntriesOf(folder)
                : new UnreadableObject("its folders are nested too deeply");
        if (entries.IsFailure)
        {
            yield return new ListedObject($"{KeyOf(folder)}/", entries.Error);
            yield break;
        }

        foreach (var entry in entries.Value)
        {
            if (entry is not DirectoryInfo)
                yield return new ListedObject(KeyOf(entry.FullName), Result.Ok);
            else
                foreach (var inside in ListBelow(entry.FullName, depthLeft - 1))
                    yield return inside;
        }
    }

    private static Result<FileSystemInfo[]> EntriesOf(string folder)
    {
        try
        {
            return new DirectoryInfo(folder).GetFileSystemInfos("*", AllInside);
        }
        catch (DirectoryNotFoundException)
        {
            return Array.Empty<FileSystemInfo>();
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            return new UnreadableObject(ReasonOf(failed));
        }
    }

    /// <summary>The exception's message "Access to the path is denied" also stands for a folder in the place of a file.</summary>
    private static string ReasonOf(Exception failed) =>
        failed is UnauthorizedAccessException
            ? "this user has no permission to read it, or it is a folder instead of a file"
            : failed.Message;

    /// <summary>Creates the folders one by one, because the framework sets the mode of the last one only.</summary>
    private static void CreateFolder(string path)
    {
        if (Directory.Exists(path))
            return;
        CreateFolder(Path.GetDirectoryName(path)!);
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, SharedFolder);
    }

    /// <summary>Writes the complete file to the disk, or deletes it.</summary>
    private static async Task WriteFileAsync(Stream content, string path, CancellationToken ct)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = SharedFile;
        await using var file = new FileStream(path, options);
        try
        {
            await content.CopyToAsync(file, ct);
            file.Flush(flushToDisk: true);
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }

    private string PathOf(string key) => Path.Combine(options.BucketDirectory, key);

    private string KeyOf(string path) =>
        Path.GetRelativePath(options.BucketDirectory, path).Replace('\\', '/').TrimEnd('/');
}
