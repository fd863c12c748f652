using System.Threading.Channels;

namespace OpenViduMeet.Infrastructure.Persistence.Queue;

/// <summary>Wakes the worker of a queue on this node. The worker finds items of other nodes when its wait times out.</summary>
internal sealed class QueueSignal<T>(TimeProvider clock)
{
    private readonly Channel<bool> _signals = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }
    );

    public void Send() => _signals.Writer.TryWrite(true);

    /// <summary>Waits for a signal, including one sent since the last wait, or until the time has passed.</summary>
    public async Task WaitAsync(TimeSpan longest, CancellationToken ct)
    {
        using var timeout = new CancellationTokenSource(longest, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, ct);
        try
        {
            await _signals.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // The time has passed.
        }
    }
}
