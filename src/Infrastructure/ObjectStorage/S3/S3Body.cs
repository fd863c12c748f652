using OpenViduMeet.Infrastructure.Outside;

namespace OpenViduMeet.Infrastructure.ObjectStorage.S3;

/// <summary>
/// The body of a response, read while it arrives. A store that sends nothing for some time has failed. A viewer may read nothing for any
/// time.
/// </summary>
/// <param name="firstByteTimeout">How long the first read may take.</param>
/// <param name="reader">Cancels every read, also a read without a token of its own.</param>
internal sealed class S3Body(
    Stream body,
    TimeSpan firstByteTimeout,
    TimeProvider clock,
    CancellationToken reader
) : ForwardStream
{
    public static readonly TimeSpan IdleTimeout = TimeSpan.FromSeconds(10);

    private TimeSpan _patience = firstByteTimeout;

    public override async ValueTask<int> ReadAsync(
        Memory<byte> buffer,
        CancellationToken cancellationToken = default
    )
    {
        // A new timeout for each read, because the time between two reads is the viewer's and not the store's.
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

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            body.Dispose();

        base.Dispose(disposing);
    }
}
