namespace OpenViduMeet.Infrastructure.Archive;

internal static class Instants
{
    private static readonly TimeSpan LongestSpan = TimeSpan.FromDays(365 * 100);

    /// <exception cref="FormatException">It is no length of time.</exception>
    public static TimeSpan ReadSpan(double seconds) =>
        seconds >= 0 && seconds <= LongestSpan.TotalSeconds
            ? TimeSpan.FromSeconds(seconds)
            : throw new FormatException("a duration is out of range");

    /// <param name="milliseconds">As a file has them, with a fraction too, of which nothing is kept.</param>
    /// <exception cref="FormatException">It is no instant.</exception>
    public static DateTimeOffset Read(double milliseconds)
    {
        if (
            milliseconds < DateTimeOffset.MinValue.ToUnixTimeMilliseconds()
            || milliseconds > DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
        )
            throw new FormatException("a date is out of range");
        return DateTimeOffset.FromUnixTimeMilliseconds((long)Math.Floor(milliseconds));
    }

    /// <exception cref="FormatException">It does not fit.</exception>
    public static long ReadWhole(double number, long max) =>
        // Numbers of 2^53 and more have no whole neighbours: the largest long is not among them.
        number >= -(double)max
        && number < max
            ? (long)Math.Truncate(number)
            : throw new FormatException("a number is out of range");
}
