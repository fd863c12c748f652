using System.Globalization;
using OpenViduMeet.Domain.Recordings.Media;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Domain.Recordings;

/// <summary>
/// What a <c>Range</c> request header asks for (RFC 9110 §14.2): the whole media, <c>first-last</c>, <c>first-</c> or
/// <c>-length</c>, the last bytes. The default value asks for the whole media.
/// </summary>
public readonly record struct RangeHeader
{
    /// <summary>The whole media: the result of a missing header, another unit or several ranges.</summary>
    public static readonly RangeHeader Whole;

    private const string BytesUnit = "bytes";

    private readonly Form _form;
    private readonly long _first;

    /// <summary>The last byte, inclusive; for a suffix, the number of bytes.</summary>
    private readonly long _last;

    private RangeHeader(Form form, long first, long last)
    {
        _form = form;
        _first = first;
        _last = last;
    }

    private enum Form
    {
        Whole,
        FirstLast,
        Suffix,
    }

    /// <param name="header">The header's text, or <see langword="null"/> if there is none.</param>
    /// <returns>
    /// The range, or <see cref="RecordingErrors.InvalidRange"/> if the text is not a range, if a number
    /// does not fit into 64 bits, or if a range ends before it begins.
    /// </returns>
    public static Result<RangeHeader> Parse(string? header)
    {
        if (header is null)
            return Whole;

        var equals = header.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0)
            return RecordingErrors.InvalidRange;

        // A header with an unknown unit is ignored (RFC 9110 §14.2).
        var unit = header.AsSpan(0, equals).Trim();
        if (!unit.Equals(BytesUnit, StringComparison.OrdinalIgnoreCase))
            return Whole;

        return ParseSet(header[(equals + 1)..]);
    }

    /// <param name="size">The media's size in bytes, from 0.</param>
    /// <param name="range">The range, clamped to the media; <see langword="null"/> for the whole media.</param>
    /// <returns>
    /// <see langword="false"/> if no byte of the media lies in the range: see <see cref="RecordingErrors.RangeNotSatisfiable"/>.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">The size is negative.</exception>
    public bool TryResolve(long size, out ByteRange? range)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        range = null;
        if (_form == Form.Whole)
            return true;

        var first = _form == Form.Suffix ? size - Math.Min(_last, size) : _first;
        if (first >= size)
            return false;

        var last = _form == Form.Suffix ? size - 1 : Math.Min(_last, size - 1);
        range = new ByteRange(first, last);
        return true;
    }

    private static Result<RangeHeader> ParseSet(string set)
    {
        var asked = Whole;
        var count = 0;

        // Empty elements of a list are allowed (RFC 9110 §5.6.1.2).
        foreach (
            var text in set.Split(
                ',',
                StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries
            )
        )
        {
            if (ParseOne(text) is not { } one)
                return RecordingErrors.InvalidRange;
            asked = one;
            count++;
        }

        return count switch
        {
            0 => RecordingErrors.InvalidRange,
            1 => asked,
            _ => Whole,
        };
    }

    private static RangeHeader? ParseOne(string text)
    {
        var hyphen = text.IndexOf('-', StringComparison.Ordinal);
        if (hyphen < 0)
            return null;

        var (before, after) = (text[..hyphen], text[(hyphen + 1)..]);
        if (before.Length == 0)
            return ParseNumber(after) is { } length
                ? new RangeHeader(Form.Suffix, 0, length)
                : null;

        var first = ParseNumber(before);
        var last = after.Length == 0 ? long.MaxValue : ParseNumber(after);
        return first <= last ? new RangeHeader(Form.FirstLast, first.Value, last.Value) : null;
    }

    private static long? ParseNumber(string text) =>
        text.All(char.IsAsciiDigit)
        && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
