using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Recordings.Media;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Infrastructure.Persistence;

namespace OpenViduMeet.Infrastructure.Blobs;

/// <summary>Blobs as files of one folder.</summary>
internal sealed class FileBlobs(StorageOptions options) : IBlobs
{
    /// <summary>Hidden files too: the metadata lies in a folder with a dot.</summary>
    private static readonly EnumerationOptions AllBelow = new()
    {
        RecurseSubdirectories = true,
        AttributesToSkip = FileAttributes.None,
    };

    /// <summary>An open file knows its facts better than anybody who saw it before.</summary>
    public Task<Result<StoredMedia>> OpenAsync(string key, MediaFacts? known, CancellationToken ct)
    {
        try
        {
            return Task.FromResult<Result<StoredMedia>>(FileBlob.Open(PathOf(key)));
        }
        catch (Exception missing)
            when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return Task.FromResult<Result<StoredMedia>>(RecordingErrors.NotFound);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            return Task.FromResult<Result<StoredMedia>>(StorageErrors.Unavailable);
        }
    }

    public async Task<Result> WriteAsync(string key, Stream content, CancellationToken ct)
    {
        var path = PathOf(key);
        var directory = Path.GetDirectoryName(path)!;
        var draft = Path.Combine(directory, $"{Guid.NewGuid():N}.part");
        try
        {
            Directory.CreateDirectory(directory);
            await WriteFileAsync(content, draft, ct);
            MoveOrRemove(draft, path);
            return Result.Ok;
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            return StorageErrors.Unavailable;
        }
    }

    /// <summary>Puts a whole file in its place, or leaves nothing of it.</summary>
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
            // Never there: as good as removed.
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            return Task.FromResult<Result>(StorageErrors.Unavailable);
        }

        return Task.FromResult(Result.Ok);
    }

    public IAsyncEnumerable<string> ListAsync(string prefix, CancellationToken ct)
    {
        var directory = PathOf(prefix);
        return Directory.Exists(directory)
            ? Directory
                .EnumerateFiles(directory, "*", AllBelow)
                .Select(path =>
                    Path.GetRelativePath(options.BlobDirectory, path).Replace('\\', '/')
                )
                .ToAsyncEnumerable()
            : AsyncEnumerable.Empty<string>();
    }

    /// <summary>Writes the whole file to the disk, or leaves none.</summary>
    private static async Task WriteFileAsync(Stream content, string path, CancellationToken ct)
    {
        await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
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

    private string PathOf(string key) => Path.Combine(options.BlobDirectory, key);
}
