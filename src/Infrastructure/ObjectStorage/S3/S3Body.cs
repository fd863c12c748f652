using OpenViduMeet.Infrastructure.Outside;

namespace OpenViduMeet.Infrastructure.ObjectStorage.S3;

/// <summary>
/// The body of a response, read while it arrives. A store that sends nothing for some time has failed. A viewer may read nothing for any
/// time.
/// </summary>
/// <param name="firstByteTimeout">How long the first read may take.</param>
/// <param name="reader">Cancels every read after a grace, also a read without a token of its own.</param>
internal sealed class S3Body(
    Stream body,
    TimeSpan firstByteTimeout,
    TimeProvider clock,
    CancellationToken reader
) : ForwardStream
{
    public static readonly TimeSpan IdleTimeout = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long a read goes on for a viewer who has left. A cancelled read closes the connection to the store, and a viewer who seeks
    /// leaves, too.
    /// </summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    private TimeSpan _patience = firstByteTimeout;

    /// <summary>The timeout of the current read. Most reads find bytes that have arrived, and need none.</summary>
    private CancellationTokenSource? _idle;
    private CancellationTokenRegistration _leaving;

    public override ValueTask<int> ReadAsync(
        Memory<byte> buffer,
        CancellationToken cancellationToken = default
    )
    {
        if (reader.IsCancellationRequested)
            return ValueTask.FromCanceled<int>(reader);
        if (_idle is null)
        {
            _idle = new CancellationTokenSource(Timeout.InfiniteTimeSpan, clock);
            _leaving = reader.UnsafeRegister(
                static idle => ((CancellationTokenSource)idle!).CancelAfter(Grace),
                _idle
            );
        }

        var read = body.ReadAsync(buffer, _idle.Token);
        var patience = _patience;
        _patience = IdleTimeout;
        return read.IsCompletedSuccessfully ? read : WaitAsync(read, _idle, patience);
    }

    private async ValueTask<int> WaitAsync(
        ValueTask<int> read,
        CancellationTokenSource idle,
        TimeSpan patience
    )
    {
        // Ends with the read, because the time between two reads is the viewer's and not the store's.
        idle.CancelAfter(patience);
        if (reader.IsCancellationRequested)
            idle.CancelAfter(Grace);
        try
        {
            return await read;
        }
        catch (OperationCanceledException stopped) when (!reader.IsCancellationRequested)
        {
            throw new IOException("The store has stopped sending.", stopped);
        }
        finally
        {
            idle.CancelAfter(Timeout.InfiniteTimeSpan);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _leaving.Dispose();
            body.Dispose();
            _idle?.Dispose();
        }

        base.Dispose(disposing);
    }
}
