using System.Security.Cryptography;
using System.Text;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Security;

namespace OpenViduMeet.Infrastructure.Access;

/// <summary>
/// Counts the wrong guesses of each client of this node in windows of one minute. The memory is bounded, whatever names are sent: only
/// wrong guesses leave an entry, and the oldest entries are dropped when there are too many.
/// </summary>
/// <param name="failuresPerMinute">The number of wrong guesses that a client may make at one target.</param>
internal sealed class GuessLimits(int failuresPerMinute, TimeProvider clock) : IGuessLimits
{
    /// <summary>The limit for all targets together, as a multiple of the limit for one target.</summary>
    private const int TargetsPerClient = 10;

    public const int MaxKept = 50_000;

    /// <summary>In bytes.</summary>
    private const int KeyLength = 16;

    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How long a guess waits for the outcome of others: once at its target, and once for its client. With the wait of
    /// <see cref="SignInGate"/>, a sign-in is still answered within 5 s.
    /// </summary>
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, Count> _counts = [];

    /// <summary>The counts with wrong guesses, in the order in which their windows end.</summary>
    private readonly Queue<Count> _ending = new();

    /// <summary>The number of counts in memory, for tests.</summary>
    internal int Kept
    {
        get
        {
            lock (_lock)
                return _counts.Count;
        }
    }

    public async Task<Result<ReservedGuess>> ReserveAsync(
        string target,
        string client,
        CancellationToken ct
    )
    {
        var keys = KeysOf(target, client);
        var atTarget = await TakeAsync(keys[0], failuresPerMinute, ct);
        if (atTarget.IsFailure)
            return atTarget.Error;

        var isReserved = false;
        try
        {
            var ofClient = await TakeAsync(keys[1], failuresPerMinute * TargetsPerClient, ct);
            if (ofClient.IsFailure)
                return ofClient.Error;
            isReserved = true;
            return new Reservation(this, atTarget.Value, ofClient.Value);
        }
        finally
        {
            if (!isReserved)
                Return(atTarget.Value, isWrong: false);
        }
    }

    public Task SweepAsync(CancellationToken ct)
    {
        lock (_lock)
            ForgetEnded();
        return Task.CompletedTask;
    }

    /// <summary>The keys under which a wrong guess counts: at its target, and for its client.</summary>
    public static Guid[] KeysOf(string target, string client) =>
        [KeyOf($"{target}\n{client}"), KeyOf($"\n{client}")];

    /// <summary>Raises a count to that of all nodes.</summary>
    public void Learn(Guid key, int wrong, DateTimeOffset ends)
    {
        lock (_lock)
        {
            ForgetEnded();
            if (ends <= clock.GetUtcNow())
                return;
            var count = FindOrAdd(key);
            if (wrong <= count.Wrong)
                return;

            Begin(count, ends);
            count.Wrong = wrong;
            RefuseWaitingAtLimit(count);
        }
    }

    /// <summary>The key has a fixed size, however long the names in a request are.</summary>
    private static Guid KeyOf(string text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), hash);
        return new Guid(hash[..KeyLength]);
    }

    private async Task<Result<Count>> TakeAsync(Guid key, int limit, CancellationToken ct)
    {
        Count count;
        TaskCompletionSource<bool> place;
        lock (_lock)
        {
            ForgetEnded();
            count = FindOrAdd(key);
            count.Limit = limit;
            if (count.Wrong >= limit)
                return Refuse(count);
            if (count.Wrong + count.UnderWay < limit)
            {
                count.UnderWay++;
                return count;
            }

            place = new(TaskCreationOptions.RunContinuationsAsynchronously);
            count.Waiting.Enqueue(place);
        }

        try
        {
            if (await place.Task.WaitAsync(MaxWait, clock, ct))
                return count;
        }
        catch (Exception ended) when (ended is TimeoutException or OperationCanceledException)
        {
            // The place may have been given at the same moment. If so, it is passed on.
            if (!place.TrySetResult(false) && await place.Task)
                Return(count, isWrong: false);
            ct.ThrowIfCancellationRequested();
        }

        lock (_lock)
            return Refuse(count);
    }

    private TooManyRequests Refuse(Count count)
    {
        var left = count.Ends - clock.GetUtcNow();
        var second = TimeSpan.FromSeconds(1);
        return new TooManyRequests(left > second ? left : second);
    }

    private void Return(Count count, bool isWrong)
    {
        lock (_lock)
        {
            if (isWrong)
                CountWrong(count);
            else if (!PassOn(count))
                count.UnderWay--;

            RefuseWaitingAtLimit(count);
            if (count is { Wrong: 0, UnderWay: 0 })
                Forget(count);
        }
    }

    private void CountWrong(Count count)
    {
        count.UnderWay--;
        if (count.Wrong == 0)
            Begin(count, clock.GetUtcNow() + Window);
        count.Wrong++;
    }

    /// <summary>A count whose window has ended is replaced. The ends that other nodes tell are in no order.</summary>
    private Count FindOrAdd(Guid key)
    {
        if (
            !_counts.TryGetValue(key, out var count)
            || (count.Wrong > 0 && count.Ends <= clock.GetUtcNow())
        )
            _counts[key] = count = new Count(key);
        return count;
    }

    /// <summary>Begins the window of a count, or moves its end to that of the other nodes.</summary>
    private void Begin(Count count, DateTimeOffset ends)
    {
        count.Ends = ends;
        if (count.Wrong > 0)
            return;
        _ending.Enqueue(count);
        if (_ending.Count > MaxKept)
            Forget(_ending.Dequeue());
    }

    private static void RefuseWaitingAtLimit(Count count)
    {
        if (count.Wrong < count.Limit)
            return;
        while (count.Waiting.TryDequeue(out var place))
            place.TrySetResult(false);
    }

    /// <returns>Whether the place was passed on to a waiting guess.</returns>
    private static bool PassOn(Count count)
    {
        while (count.Waiting.TryDequeue(out var place))
        {
            if (place.TrySetResult(true))
                return true;
        }

        return false;
    }

    private void ForgetEnded()
    {
        var now = clock.GetUtcNow();
        while (_ending.TryPeek(out var oldest) && oldest.Ends <= now)
            Forget(_ending.Dequeue());
    }

    /// <summary>Pending guesses keep the removed count; later guesses begin a new one.</summary>
    private void Forget(Count count)
    {
        if (_counts.TryGetValue(count.Key, out var kept) && kept == count)
            _counts.Remove(count.Key);
    }

    private sealed class Count(Guid key)
    {
        public Guid Key => key;

        public int Limit { get; set; } = int.MaxValue;

        public int Wrong { get; set; }

        public int UnderWay { get; set; }

        /// <summary>The end of the window that began with the first wrong guess.</summary>
        public DateTimeOffset Ends { get; set; }

        /// <summary>Guesses that wait for a place. The result is <see langword="true"/> if the guess gets one.</summary>
        public Queue<TaskCompletionSource<bool>> Waiting { get; } = new();
    }

    private sealed class Reservation(GuessLimits limits, Count atTarget, Count ofClient)
        : ReservedGuess
    {
        protected override void OnRight() => Return(isWrong: false);

        protected override Task OnWrongAsync()
        {
            Return(isWrong: true);
            return Task.CompletedTask;
        }

        private void Return(bool isWrong)
        {
            limits.Return(atTarget, isWrong);
            limits.Return(ofClient, isWrong);
        }
    }
}
