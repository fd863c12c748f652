namespace OpenViduMeet.Infrastructure.Blobs.S3;

/// <summary>The body of an answer, as it comes in. A store that sends nothing for a while has failed.</summary>
internal sealed class S3Body : Stream
{
    private static readonly TimeSpan IdleTimeout = TimeSpan.FromSeconds(10);

    private readonly Stream _body;
    private readonly CancellationToken _reader;
    private readonly CancellationTokenSource _bound;
    private TimeSpan _patience;

    /// <param name="firstByteTimeout">Until the first bytes must be there.</param>
    /// <param name="reader">Ends every read, also those that are given no token of their own.</param>
    public S3Body(Stream body, TimeSpan firstByteTimeout, CancellationToken reader)
    {
        _body = body;
        _reader = reader;
        _bound = CancellationTokenSource.CreateLinkedTokenSource(reader);
        _patience = firstByteTimeout;
    }

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
        _bound.CancelAfter(_patience);
        _patience = IdleTimeout;
        try
        {
            return await _body.ReadAsync(buffer, _bound.Token);
        }
        catch (OperationCanceledException idle) when (!_reader.IsCancellationRequested)
        {
            throw new IOException("The store has stopped sending.", idle);
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
        {
            _body.Dispose();
            _bound.Dispose();
        }

        base.Dispose(disposing);
    }
}
