using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Infrastructure.Outside;

/// <summary>
/// The time that one request may wait for the outside, however many calls it makes. Calls that fail or are slow use it up, so that a
/// second one is not waited for as long as the first. It comes back as time passes in which nothing fails.
/// </summary>
/// <remarks>Work in the background has no such limit: there each call has its own.</remarks>
public sealed class RequestTime
{
    /// <summary>The contract's: within it every request is answered, also where what it needs cannot be reached.</summary>
    public static readonly TimeSpan Limit = AnswerTime.Limit;

    /// <summary>A call that takes longer is slow, also if it succeeds.</summary>
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(1);

    private static readonly AsyncLocal<RequestTime?> OfThisRequest = new();

    private readonly Lock _lock = new();
    private Spent _used;

    /// <summary>By calls that were neither slow nor failed. It counts only when one fails soon after.</summary>
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

    /// <summary>From here on, whatever is called from here belongs to one request.</summary>
    public static void Begin() => OfThisRequest.Value = new RequestTime();

    /// <summary>A call begins. Of calls within each other, and at the same time, their time counts once.</summary>
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

    /// <summary>An amount of time that comes back as time passes.</summary>
    private readonly record struct Spent(TimeSpan Amount, long NotedAt)
    {
        public TimeSpan LeftAt(long timestamp)
        {
            var left = Amount - TimeProvider.System.GetElapsedTime(NotedAt, timestamp);
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }
}
