using System.Diagnostics.CodeAnalysis;
using OpenViduMeet.Domain.Recordings;

namespace OpenViduMeet.Infrastructure.BucketLayout;

/// <summary>
/// Reads the numbers of documents, each of which may be missing or out of range. What is missing is read as <see langword="null"/>.
/// </summary>
internal static class DocumentNumbers
{
    public static readonly UnreadableObject DateOutOfRange = new("a date is out of range");

    public static readonly UnreadableObject DurationOutOfRange = new("a duration is out of range");

    public static readonly UnreadableObject NumberOutOfRange = new("a number is out of range");

    private static readonly TimeSpan LongestSpan = TimeSpan.FromDays(365 * 100);

    /// <returns><see langword="false"/> if it is no length of time.</returns>
    public static bool TryReadSpan(double? seconds, out TimeSpan? span)
    {
        span =
            seconds is { } count && IsIn(count, 0, LongestSpan.TotalSeconds)
                ? TimeSpan.FromSeconds(count)
                : null;
        return span.HasValue == seconds.HasValue;
    }

    /// <param name="milliseconds">Since the Unix epoch. A fraction is cut off.</param>
    /// <returns><see langword="false"/> if it is no instant.</returns>
    public static bool TryReadInstant(
        double? milliseconds,
        [NotNullIfNotNull(nameof(milliseconds))] out DateTimeOffset? instant
    )
    {
        instant =
            milliseconds is { } count
            && IsIn(
                count,
                DateTimeOffset.MinValue.ToUnixTimeMilliseconds(),
                DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            )
                ? DateTimeOffset.FromUnixTimeMilliseconds((long)Math.Floor(count))
                : null;
        return instant.HasValue == milliseconds.HasValue;
    }

    /// <param name="number">A fraction is cut off.</param>
    /// <returns><see langword="false"/> if it does not fit.</returns>
    public static bool TryReadWhole(double? number, long max, out long? whole)
    {
        // Numbers of 2^53 and more have no whole neighbours: the largest long is not among them.
        whole =
            number is { } count && count >= -(double)max && count < max
                ? (long)Math.Truncate(count)
                : null;
        return whole.HasValue == number.HasValue;
    }

    private static bool IsIn(double number, double min, double max) =>
        number >= min && number <= max;
}
