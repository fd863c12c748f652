using OpenViduMeet.Infrastructure.Outside;

namespace OpenViduMeet.Infrastructure.ObjectStorage.S3;

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
) : ForwardStream
{
    public static readonly TimeSpan IdleTimeout = TimeSpan.FromSeconds(10);

    private TimeSpan _patience = firstByteTimeout;

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

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            body.Dispose();

        base.Dispose(disposing);
    }
}
