using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Infrastructure.Outside;

/// <summary>
/// The time that one request may wait for calls to the outside, however many it makes. Failed and slow calls use up the time, so that a
/// second failing call does not take as long as the first. The time is restored gradually while no call fails.
/// </summary>
/// <remarks>Background work has no such limit. There, each call has only its own limit.</remarks>
public sealed class RequestTime
{
    /// <summary>The contract's limit: every request is answered within it, even if a dependency cannot be reached.</summary>
    public static readonly TimeSpan Limit = AnswerTime.Limit;

    /// <summary>A call that takes longer counts as slow, even if it succeeds.</summary>
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(1);

    private static readonly AsyncLocal<RequestTime?> OfThisRequest = new();

    private readonly Lock _lock = new();
    private Spent _used;

    /// <summary>The time of calls that were neither slow nor failed. It counts only if a slow or failed call follows soon.</summary>
    private Spent _byQuickCalls;
    private int _underWay;
    private long _begunAt;
    private bool _hasFailed;

    private RequestTime() { }

    internal static RequestTime? Current => OfThisRequest.Value;

    internal TimeSpan Used
    {
        get
        {
            lock (_lock)
            {
                return _used.LeftAt(TimeProvider.System.GetTimestamp());
            }
        }
    }

    /// <summary>Starts the time of one request. It applies to all calls made from the current asynchronous context.</summary>
    public static void Begin() => OfThisRequest.Value = new RequestTime();

    /// <summary>Ends the limit for the current asynchronous context, whose caller limits its time in another way.</summary>
    internal static void Suspend() => OfThisRequest.Value = null;

    /// <summary>Marks the beginning of a call. The time of nested and parallel calls counts once.</summary>
    internal void Enter()
    {
        lock (_lock)
        {
            if (_underWay++ > 0)
                return;
            _begunAt = TimeProvider.System.GetTimestamp();
            _hasFailed = false;
        }
    }

    internal void Leave(bool failed)
    {
        lock (_lock)
        {
            _hasFailed |= failed;
            if (--_underWay > 0)
                return;

            var now = TimeProvider.System.GetTimestamp();
            var took = TimeProvider.System.GetElapsedTime(_begunAt, now);
            var byQuickCalls = _byQuickCalls.LeftAt(_begunAt);
            if (!_hasFailed && took < Slow)
            {
                _byQuickCalls = new Spent(byQuickCalls + took, now);
                return;
            }

            _used = new Spent(_used.LeftAt(_begunAt) + byQuickCalls + took, now);
            _byQuickCalls = default;
        }
    }

    /// <summary>An amount of used time, which decreases as time passes.</summary>
    private readonly record struct Spent(TimeSpan Amount, long NotedAt)
    {
        public TimeSpan LeftAt(long timestamp)
        {
            var left = Amount - TimeProvider.System.GetElapsedTime(NotedAt, timestamp);
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }
}
