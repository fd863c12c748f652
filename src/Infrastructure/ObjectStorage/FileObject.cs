using System.Globalization;
using Microsoft.Win32.SafeHandles;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Recordings.Media;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Infrastructure.ObjectStorage;

/// <summary>An open file. Facts and bytes come from the same handle, so replacing or deleting the file does not change them.</summary>
internal sealed class FileObject : StoredMedia
{
    private readonly FileStream _file;

    private FileObject(FileStream file)
    {
        _file = file;
        Facts = FactsOf(file.SafeFileHandle);
    }

    public override MediaFacts Facts { get; }

    /// <exception cref="IOException">The file does not exist or cannot be read.</exception>
    public static FileObject Open(string path) =>
        new(
            new FileStream(
                path,
                new FileStreamOptions
                {
                    Mode = FileMode.Open,
                    Access = FileAccess.Read,
                    Share = FileShare.Read | FileShare.Delete,
                    Options = FileOptions.Asynchronous | FileOptions.SequentialScan,
                    // The readers have their own buffers.
                    BufferSize = 0,
                }
            )
        );

    public override Task<Result<Stream>> ReadAsync(ByteRange range, CancellationToken ct)
    {
        _file.Position = range.Start;
        return Task.FromResult<Result<Stream>>(_file);
    }

    public override ValueTask DisposeAsync() => _file.DisposeAsync();

    private static MediaFacts FactsOf(SafeFileHandle handle)
    {
        var size = RandomAccess.GetLength(handle);
        var modified = new DateTimeOffset(File.GetLastWriteTimeUtc(handle), TimeSpan.Zero);
        var tag = string.Create(CultureInfo.InvariantCulture, $"{modified.Ticks:x}-{size:x}");
        var wholeSeconds = DateTimeOffset.FromUnixTimeSeconds(modified.ToUnixTimeSeconds());
        return new MediaFacts(size, new EntityTag(tag), wholeSeconds);
    }
}
