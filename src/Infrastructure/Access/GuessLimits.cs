using System.Buffers.Binary;
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

    private const int MaxKept = 50_000;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How long a guess waits for the outcome of others: once at its target, and once for its client. With the wait of
    /// <see cref="SignInGate"/>, a sign-in is still answered within 5 s.
    /// </summary>
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<UInt128, Count> _counts = [];

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
        var atTarget = await TakeAsync(KeyOf($"{target}\n{client}"), failuresPerMinute, ct);
        if (atTarget.IsFailure)
            return atTarget.Error;

        Result<Count> ofClient = null!;
        try
        {
            ofClient = await TakeAsync(
                KeyOf($"\n{client}"),
                failuresPerMinute * TargetsPerClient,
                ct
            );
        }
        finally
        {
            if (ofClient?.IsFailure != false)
                Return(atTarget.Value, isWrong: false);
        }

        return ofClient.IsFailure
            ? ofClient.Error
            : new Reservation(this, atTarget.Value, ofClient.Value);
    }

    /// <summary>The key has a fixed size, however long the names in a request are.</summary>
    private static UInt128 KeyOf(string text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), hash);
        return BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }

    private async Task<Result<Count>> TakeAsync(UInt128 key, int limit, CancellationToken ct)
    {
        Count count;
        TaskCompletionSource<bool> place;
        lock (_lock)
        {
            ForgetEnded();
            if (!_counts.TryGetValue(key, out count!))
                _counts[key] = count = new Count(key, limit);
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

            if (count.Wrong >= count.Limit)
            {
                while (count.Waiting.TryDequeue(out var place))
                    place.TrySetResult(false);
            }

            if (count is { Wrong: 0, UnderWay: 0 })
                Forget(count);
        }
    }

    private void CountWrong(Count count)
    {
        count.UnderWay--;
        if (count.Wrong++ > 0)
            return;

        count.Ends = clock.GetUtcNow() + Window;
        _ending.Enqueue(count);
        if (_ending.Count > MaxKept)
            Forget(_ending.Dequeue());
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

    private sealed class Count(UInt128 key, int limit)
    {
        public UInt128 Key => key;

        public int Limit => limit;

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
        protected override void OnOutcome(bool isWrong)
        {
            limits.Return(atTarget, isWrong);
            limits.Return(ofClient, isWrong);
        }
    }
}
