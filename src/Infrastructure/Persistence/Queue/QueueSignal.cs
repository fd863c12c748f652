using System.Threading.Channels;

namespace OpenViduMeet.Infrastructure.Persistence.Queue;

/// <summary>Wakes this node's worker of a queue. What other nodes have added, the worker finds when its wait is over.</summary>
internal sealed class QueueSignal<T>(TimeProvider clock)
{
    private readonly Channel<bool> _signals = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }
    );

    public void Send() => _signals.Writer.TryWrite(true);

    /// <summary>Waits for a signal, also one since the last wait, or until some time has passed.</summary>
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
