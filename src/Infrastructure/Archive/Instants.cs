namespace OpenViduMeet.Infrastructure.Archive;

internal static class Instants
{
    private static readonly TimeSpan LongestSpan = TimeSpan.FromDays(365 * 100);

    /// <exception cref="FormatException">It is no length of time.</exception>
    public static TimeSpan ReadSpan(double seconds) =>
        seconds >= 0 && seconds <= LongestSpan.TotalSeconds
            ? TimeSpan.FromSeconds(seconds)
            : throw new FormatException("a duration is out of range");

    /// <exception cref="FormatException">It is no instant.</exception>
    public static DateTimeOffset Read(long milliseconds)
    {
        if (
            milliseconds < DateTimeOffset.MinValue.ToUnixTimeMilliseconds()
            || milliseconds > DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
        )
            throw new FormatException("a date is out of range");
        return DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
    }
}
