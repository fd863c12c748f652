using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Infrastructure.Persistence;

namespace OpenViduMeet.Infrastructure.Recordings;

/// <summary>Recordings as files, named as in an OpenVidu Meet bucket: <c>recordings/{room}/{room}--{uid}.mp4</c>.</summary>
internal sealed class FileRecordingStore(StorageOptions options) : IRecordingStore
{
    public Task<Result<StoredMedia>> OpenAsync(RecordingId id, CancellationToken ct)
    {
        try
        {
            return Task.FromResult<Result<StoredMedia>>(FileMedia.Open(PathOf(id)));
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

    public async Task<Result> SaveAsync(RecordingId id, Stream media, CancellationToken ct)
    {
        var path = PathOf(id);
        var directory = Path.GetDirectoryName(path)!;
        var draft = Path.Combine(directory, $"{Guid.NewGuid():N}.part");
        try
        {
            Directory.CreateDirectory(directory);
            await WriteAsync(media, draft, ct);
            File.Move(draft, path, overwrite: true);
            return Result.Ok;
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            return StorageErrors.Unavailable;
        }
    }

    /// <summary>Writes the whole file to the disk, or leaves none.</summary>
    private static async Task WriteAsync(Stream media, string path, CancellationToken ct)
    {
        await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
        try
        {
            await media.CopyToAsync(file, ct);
            file.Flush(flushToDisk: true);
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }

    /// <summary>Made of the id's parts, none of which can hold a separator or a dot: it cannot leave the directory.</summary>
    private string PathOf(RecordingId id) =>
        Path.Combine(options.BlobDirectory, "recordings", id.Room.Value, id.FileName);
}
