namespace OpenViduMeet.Infrastructure.Access;

/// <summary>
/// Limits how many sign-ins verify a password at once, how many wait, and how long. Each verification keeps a core busy for tens of
/// milliseconds, so a flood of sign-ins would slow down running meetings. The client that has had the fewest turns goes first. Among
/// equals, the newest goes first, because the oldest are about to give up.
/// </summary>
internal sealed class SignInGate(int atOnce, int waiting, TimeSpan maxWait, TimeProvider clock)
{
    private const int DefaultWaiting = 100;

    /// <summary>The number of clients whose turns are remembered.</summary>
    private const int MaxClients = 10_000;

    private static readonly TimeSpan DefaultMaxWait = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _turns = new(StringComparer.Ordinal);

    /// <summary>In the order of arrival.</summary>
    private readonly List<Waiter> _waiters = [];

    private int _inside;

    /// <summary>Leaves at least one core for other requests, if there is more than one.</summary>
    public static int DefaultAtOnce => Math.Max(1, Environment.ProcessorCount - 1);

    public static SignInGate New(TimeProvider clock) =>
        new(DefaultAtOnce, DefaultWaiting, DefaultMaxWait, clock);

    /// <param name="client">The client that signs in; see <see cref="Domain.Security.IClientAddress.Network"/>.</param>
    /// <returns>A turn, which the caller disposes after verifying the password; <see langword="null"/> if too many sign-ins wait.</returns>
    public async Task<IDisposable?> EnterAsync(string? client, CancellationToken ct)
    {
        var waiter = new Waiter(client ?? "");
        lock (_lock)
        {
            if (_inside < atOnce)
                return Begin(waiter.Client);
            if (_waiters.Count >= waiting)
            {
                var last = Last();
                if (last is null || TurnsOf(last) < TurnsOf(waiter))
                    return null;
                _waiters.Remove(last);
                last.Turn.TrySetResult(null);
            }

            _waiters.Add(waiter);
        }

        try
        {
            return await waiter.Turn.Task.WaitAsync(maxWait, clock, ct);
        }
        catch (Exception ended) when (ended is TimeoutException or OperationCanceledException)
        {
            lock (_lock)
                _waiters.Remove(waiter);
            // The turn may have been given at the same moment. If so, it goes to the next sign-in.
            if (!waiter.Turn.TrySetResult(null))
                (await waiter.Turn.Task)?.Dispose();
            ct.ThrowIfCancellationRequested();
            return null;
        }
    }

    private int TurnsOf(Waiter waiter) => _turns.GetValueOrDefault(waiter.Client);

    private Waiter? Next() =>
        _waiters.Count == 0 ? null : _waiters.AsEnumerable().Reverse().MinBy(TurnsOf);

    private Waiter? Last() => _waiters.MaxBy(TurnsOf);

    private Turn Begin(string client)
    {
        _inside++;
        if (_turns.Count >= MaxClients)
            _turns.Clear();
        _turns[client] = _turns.GetValueOrDefault(client) + 1;
        return new Turn(this);
    }

    private void Leave()
    {
        lock (_lock)
        {
            _inside--;
            while (Next() is { } next)
            {
                _waiters.Remove(next);
                var turn = Begin(next.Client);
                if (next.Turn.TrySetResult(turn))
                    return;
                _inside--;
            }

            if (_inside == 0)
                _turns.Clear();
        }
    }

    private sealed class Waiter(string client)
    {
        public string Client => client;

        public TaskCompletionSource<IDisposable?> Turn { get; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed class Turn(SignInGate gate) : IDisposable
    {
        private int _isOver;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isOver, 1) == 0)
                gate.Leave();
        }
    }
}
