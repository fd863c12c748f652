namespace OpenViduMeet.Domain.Recordings.Media;

/// <summary>
/// A non-empty range of bytes. Both ends are inclusive, as in HTTP. The default value is the first byte alone.
/// </summary>
public readonly record struct ByteRange
{
    /// <param name="start">The first byte's offset, from 0.</param>
    /// <param name="end">The last byte's offset, inclusive.</param>
    /// <exception cref="ArgumentOutOfRangeException">An end is negative, or the last byte comes before the first.</exception>
    public ByteRange(long start, long end)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfLessThan(end, start);
        Start = start;
        End = end;
    }

    /// <summary>The first byte's offset.</summary>
    public long Start { get; }

    /// <summary>The last byte's offset, inclusive.</summary>
    public long End { get; }

    /// <summary>The number of bytes, at least 1.</summary>
    public long Length => End - Start + 1;

    public override string ToString() => $"{Start}-{End}";
}
