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
    private TimeSpan _used;
    private long _notedAt;
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
                var left = _used - TimeProvider.System.GetElapsedTime(_notedAt);
                return left > TimeSpan.Zero ? left : TimeSpan.Zero;
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

            var took = TimeProvider.System.GetElapsedTime(_begunAt);
            if (!_hasFailed && took < Slow)
                return;
            var left = _used - TimeProvider.System.GetElapsedTime(_notedAt, _begunAt);
            _used = (left > TimeSpan.Zero ? left : TimeSpan.Zero) + took;
            _notedAt = TimeProvider.System.GetTimestamp();
        }
    }
}
