namespace OpenViduMeet.Infrastructure.Logging;

/// <summary>Counts what anybody can cause, so that the log has one line of it a minute.</summary>
public sealed class OnceAMinute(TimeProvider clock)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private DateTimeOffset _nextLine = DateTimeOffset.MinValue;
    private int _count;

    /// <returns>How many there were since the last line, this one included, if it is time for a line.</returns>
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
