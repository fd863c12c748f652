namespace OpenViduMeet.Infrastructure.Archive;

internal static class Instants
{
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
