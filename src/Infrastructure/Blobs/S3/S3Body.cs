namespace OpenViduMeet.Infrastructure.Blobs.S3;

/// <summary>
/// The body of an answer, as it comes in. A store that sends nothing for a while has failed; a viewer who takes nothing for a while
/// has not.
/// </summary>
/// <param name="firstByteTimeout">Until the first bytes must be there.</param>
/// <param name="reader">Ends every read, also those that are given no token of their own.</param>
internal sealed class S3Body(
    Stream body,
    TimeSpan firstByteTimeout,
    TimeProvider clock,
    CancellationToken reader
) : Stream
{
    public static readonly TimeSpan IdleTimeout = TimeSpan.FromSeconds(10);

    private TimeSpan _patience = firstByteTimeout;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(
        Memory<byte> buffer,
        CancellationToken cancellationToken = default
    )
    {
        // A new one for each read: between two of them the viewer is waited for, and not the store.
        using var idle = new CancellationTokenSource(_patience, clock);
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(idle.Token, reader);
        _patience = IdleTimeout;
        try
        {
            return await body.ReadAsync(buffer, bound.Token);
        }
        catch (OperationCanceledException stopped) when (!reader.IsCancellationRequested)
        {
            throw new IOException("The store has stopped sending.", stopped);
        }
    }

    public override Task<int> ReadAsync(
        byte[] buffer,
        int offset,
        int count,
        CancellationToken cancellationToken
    ) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("It is read asynchronously");

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            body.Dispose();

        base.Dispose(disposing);
    }
}
