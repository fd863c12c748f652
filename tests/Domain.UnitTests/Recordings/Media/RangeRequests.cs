using FsCheck;
using FsCheck.Fluent;

namespace OpenViduMeet.Domain.UnitTests.Recordings.Media;

/// <summary>A text that is or resembles a <c>Range</c> header.</summary>
public sealed record RangeText(string Text);

/// <summary>The size of a media file in bytes, from 0.</summary>
public sealed record MediaSize(long Bytes);

/// <summary>Generates requests near the boundaries.</summary>
public static class RangeRequests
{
    private static readonly Gen<string> Number = Gen.Frequency(
        (6, Gen.Choose(0, 40).Select(number => $"{number}")),
        (1, Gen.Choose(0, int.MaxValue).Select(number => $"{number}")),
        (1, Gen.Elements("9223372036854775806", "9223372036854775807")),
        (1, Gen.Elements("9223372036854775808", "18446744073709551616", new string('9', 400))),
        (1, Gen.Elements("-1", "+1", "00", "1.5", "1e3", "0x1F", "٣", "\0", "x", " 1"))
    );

    private static readonly Gen<string> Element = Gen.Frequency(
        (5, Number.Two().Select(ends => $"{ends.Item1}-{ends.Item2}")),
        (3, Number.Select(first => $"{first}-")),
        (3, Number.Select(length => $"-{length}")),
        (1, Gen.Elements("", " ", "-", "--", "abc", "="))
    );

    private static readonly Gen<string> Set = Gen.Frequency(
        (4, Element),
        (1, Element.NonEmptyListOf().Select(elements => string.Join(',', elements)))
    );

    private static readonly Gen<string> Unit = Gen.Frequency(
        (12, Gen.Constant("bytes=")),
        (1, Gen.Elements("BYTES=", " bytes =", "seconds=", "bytes", "=", ""))
    );

    public static Gen<RangeText> Texts { get; } =
        Unit.Zip(Set, (unit, set) => new RangeText(unit + set));

    public static Gen<MediaSize> Sizes { get; } =
        Gen.Frequency(
                (6, Gen.Choose(0, 40).Select(size => (long)size)),
                (1, Gen.Choose(0, int.MaxValue).Select(size => (long)size)),
                (1, Gen.Choose(0, 2).Select(less => long.MaxValue - less))
            )
            .Select(size => new MediaSize(size));

    public static Arbitrary<RangeText> ArbitraryText() => Texts.ToArbitrary();

    public static Arbitrary<MediaSize> ArbitrarySize() => Sizes.ToArbitrary();
}
