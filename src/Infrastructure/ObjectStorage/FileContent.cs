using Microsoft.Win32.SafeHandles;
using OpenViduMeet.Infrastructure.Outside;

namespace OpenViduMeet.Infrastructure.ObjectStorage;

/// <summary>
/// The content of a file from an offset on. What the system has in memory is read on the caller's thread; only what must come from the
/// disk is read on another.
/// </summary>
/// <param name="file">The file, which the caller closes.</param>
internal sealed class FileContent(SafeFileHandle file, long offset) : ForwardStream
{
    private long _offset = offset;

    public override ValueTask<int> ReadAsync(
        Memory<byte> buffer,
        CancellationToken cancellationToken = default
    )
    {
        if (buffer.IsEmpty)
            return ValueTask.FromResult(0);
        cancellationToken.ThrowIfCancellationRequested();
        var read = CachedPages.Read(file, buffer.Span, _offset);
        if (read <= 0)
            return ReadFromDiskAsync(buffer, cancellationToken);

        _offset += read;
        return ValueTask.FromResult(read);
    }

    private async ValueTask<int> ReadFromDiskAsync(Memory<byte> buffer, CancellationToken ct)
    {
        var read = await RandomAccess.ReadAsync(file, buffer, _offset, ct);
        _offset += read;
        return read;
    }
}
