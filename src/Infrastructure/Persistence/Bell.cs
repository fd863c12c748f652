using System.Threading.Channels;

namespace OpenViduMeet.Infrastructure.Persistence;

/// <summary>Wakes one of this node's workers. What other nodes have for it, it finds when its wait is over.</summary>
internal abstract class Bell(TimeProvider clock)
{
    private readonly Channel<bool> _rung = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }
    );

    public void Ring() => _rung.Writer.TryWrite(true);

    /// <summary>Waits for a ring, also one since the last wait, or until some time has passed.</summary>
    public async Task WaitAsync(TimeSpan most, CancellationToken ct)
    {
        using var timeout = new CancellationTokenSource(most, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, ct);
        try
        {
            await _rung.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // The time has passed.
        }
    }
}
