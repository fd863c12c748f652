using System.Diagnostics.CodeAnalysis;
using OpenViduMeet.Domain.Recordings;

namespace OpenViduMeet.Infrastructure.BucketLayout;

/// <summary>
/// Reads the numbers in documents, which may be missing or out of range. A missing number is read as <see langword="null"/>.
/// </summary>
internal static class DocumentNumbers
{
    public static readonly UnreadableObject DateOutOfRange = new("a date is out of range");

    public static readonly UnreadableObject DurationOutOfRange = new("a duration is out of range");

    public static readonly UnreadableObject NumberOutOfRange = new("a number is out of range");

    private static readonly TimeSpan LongestSpan = TimeSpan.FromDays(365 * 100);

    /// <returns><see langword="false"/> if the number is not a valid duration.</returns>
    public static bool TryReadSpan(double? seconds, out TimeSpan? span)
    {
        span =
            seconds is { } count && IsIn(count, 0, LongestSpan.TotalSeconds)
                ? TimeSpan.FromSeconds(count)
                : null;
        return span.HasValue == seconds.HasValue;
    }

    /// <param name="milliseconds">Milliseconds since the Unix epoch. A fraction is cut off.</param>
    /// <returns><see langword="false"/> if the number is not a valid instant.</returns>
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
    /// <returns><see langword="false"/> if the number does not fit.</returns>
    public static bool TryReadWhole(double? number, long max, out long? whole)
    {
        // A double above 2^53 cannot hold every whole number: long.MaxValue becomes 2^63, which does not fit into a long.
        whole =
            number is { } count && count >= -(double)max && count < max
                ? (long)Math.Truncate(count)
                : null;
        return whole.HasValue == number.HasValue;
    }

    private static bool IsIn(double number, double min, double max) =>
        number >= min && number <= max;
}
