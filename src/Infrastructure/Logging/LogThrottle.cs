namespace OpenViduMeet.Infrastructure.Logging;

/// <summary>Counts events that any client can cause, so that they are logged once a minute.</summary>
public sealed class LogThrottle(TimeProvider clock)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private DateTimeOffset _nextLine = DateTimeOffset.MinValue;
    private int _count;

    /// <returns>
    /// The number of events since the last log line, including this one, if a line is due; otherwise <see langword="null"/>.
    /// </returns>
    public int? Count()
    {
        lock (_lock)
        {
            _count++;
            var now = clock.GetUtcNow();
            if (now < _nextLine)
                return null;
            _nextLine = now + Interval;
            var count = _count;
            _count = 0;
            return count;
        }
    }
}
