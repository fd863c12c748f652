using System.Globalization;
using Microsoft.Win32.SafeHandles;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Recordings.Media;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Infrastructure.ObjectStorage;

/// <summary>An open file. Facts and bytes come from the same handle, so replacing or deleting the file does not change them.</summary>
internal sealed class FileObject : StoredMedia
{
    private readonly SafeFileHandle _file;

    private FileObject(SafeFileHandle file)
    {
        _file = file;
        Facts = FactsOf(file);
    }

    public override MediaFacts Facts { get; }

    /// <exception cref="IOException">The file does not exist or cannot be read.</exception>
    public static FileObject Open(string path)
    {
        // Sharing all access saves an advisory lock. Stored files are replaced, never written to.
        var file = File.OpenHandle(
            path,
            FileMode.Open,
            FileAccess.Read,
            FileShare.ReadWrite | FileShare.Delete,
            FileOptions.Asynchronous | FileOptions.SequentialScan
        );
        try
        {
            return new FileObject(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public override Task<Result<Stream>> ReadAsync(ByteRange range, CancellationToken ct) =>
        Task.FromResult<Result<Stream>>(new FileContent(_file, range.Start));

    public override ValueTask DisposeAsync()
    {
        _file.Dispose();
        return ValueTask.CompletedTask;
    }

    private static MediaFacts FactsOf(SafeFileHandle handle)
    {
        var size = RandomAccess.GetLength(handle);
        var modified = new DateTimeOffset(File.GetLastWriteTimeUtc(handle), TimeSpan.Zero);
        var tag = string.Create(CultureInfo.InvariantCulture, $"{modified.Ticks:x}-{size:x}");
        var wholeSeconds = DateTimeOffset.FromUnixTimeSeconds(modified.ToUnixTimeSeconds());
        return new MediaFacts(size, new EntityTag(tag), wholeSeconds);
    }
}
