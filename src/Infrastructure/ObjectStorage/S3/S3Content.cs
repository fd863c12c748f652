using OpenViduMeet.Domain.Recordings.Media;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Infrastructure.Outside;

namespace OpenViduMeet.Infrastructure.ObjectStorage.S3;

/// <summary>
/// The content of a range, requested part by part. A viewer who seeks leaves one part unread and not the rest of the recording, so that
/// the connection to the store can be used again (<see cref="S3Http"/>). Parts grow, so that long reads make few requests.
/// </summary>
/// <param name="first">The first part, which is disposed with this stream.</param>
/// <param name="open">Requests another part.</param>
internal sealed class S3Content(
    ByteRange range,
    S3Part first,
    Func<ByteRange, Task<Result<S3Part>>> open
) : ForwardStream
{
    /// <summary>The size of the first part, in bytes.</summary>
    private const long Smallest = 1024 * 1024;

    /// <summary>The maximum size of a part, in bytes.</summary>
    public const int Largest = 8 * 1024 * 1024;

    private S3Part _part = first;

    /// <summary>The number of bytes read so far, and how many of them are of this part.</summary>
    private long _read;
    private long _readOfPart;

    /// <param name="read">The number of bytes of the range before the part, fewer than its length.</param>
    public static ByteRange PartOf(ByteRange range, long read)
    {
        var start = range.Start + read;
        var size = Math.Clamp(read, Smallest, Largest);
        return new ByteRange(start, Math.Min(range.End, start + size - 1));
    }

    public override async ValueTask<int> ReadAsync(
        Memory<byte> buffer,
        CancellationToken cancellationToken = default
    )
    {
        if (_read >= range.Length)
            return 0;
        if (_readOfPart == _part.Length)
            await OpenNextAsync();
        var rest = _part.Length - _readOfPart;
        var read = await _part.Body.ReadAsync(
            rest < buffer.Length ? buffer[..(int)rest] : buffer,
            cancellationToken
        );
        _read += read;
        _readOfPart += read;
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _part.Dispose();

        base.Dispose(disposing);
    }

    private async Task OpenNextAsync()
    {
        // Its connection is used for the next part.
        _part.Dispose();
        var next = await open(PartOf(range, _read));
        if (next.IsFailure)
            throw new IOException("The store does not send the rest.");
        _part = next.Value;
        _readOfPart = 0;
    }
}
