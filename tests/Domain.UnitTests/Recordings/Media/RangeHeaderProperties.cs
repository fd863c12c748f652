using FsCheck.Fluent;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Recordings.Media;

namespace OpenViduMeet.Domain.UnitTests.Recordings.Media;

/// <summary>Properties that hold for every header and every size.</summary>
public sealed class RangeHeaderProperties
{
    private enum Answer
    {
        Whole,
        Range,
        Malformed,
        NotSatisfiable,
    }

    [FsCheck.NUnit.Property(Arbitrary = [typeof(RangeRequests)], MaxTest = 1000)]
    public static bool Any_text_has_an_answer(string? header, MediaSize size) =>
        Enum.IsDefined(Ask(header, size.Bytes));

    [FsCheck.NUnit.Property(Arbitrary = [typeof(RangeRequests)], MaxTest = 1000)]
    public static bool Any_text_after_the_unit_has_an_answer(string? set, MediaSize size) =>
        Enum.IsDefined(Ask("bytes=" + set, size.Bytes));

    [FsCheck.NUnit.Property(Arbitrary = [typeof(RangeRequests)], MaxTest = 5000)]
    public static bool Any_text_like_a_range_has_an_answer(RangeText header, MediaSize size) =>
        Enum.IsDefined(Ask(header.Text, size.Bytes));

    [Test]
    public void The_generated_texts_produce_every_answer()
    {
        var requests = RangeRequests.Texts.Zip(RangeRequests.Sizes).Sample(2000);

        var answers = requests.Select(request => Ask(request.Item1.Text, request.Item2.Bytes));

        Assert.That(answers.Distinct(), Is.EquivalentTo(Enum.GetValues<Answer>()));
    }

    [Test]
    public void A_range_holds_exactly_the_bytes_between_its_ends([Range(0, 8)] int size)
    {
        for (var first = 0; first <= size + 2; first++)
        {
            for (var last = first; last <= size + 2; last++)
                AssertBytes($"bytes={first}-{last}", size, at => at >= first && at <= last);

            AssertBytes($"bytes={first}-", size, at => at >= first);
            AssertBytes($"bytes=-{first}", size, at => at >= size - first);
        }
    }

    private static void AssertBytes(string header, int size, Func<int, bool> isAskedFor)
    {
        var isSatisfiable = RangeHeader.Parse(header).Value.TryResolve(size, out var range);

        var served = Enumerable
            .Range(0, size)
            .Where(at => range is { } bytes && at >= bytes.Start && at <= bytes.End);
        var wanted = Enumerable.Range(0, size).Where(isAskedFor).ToArray();
        Assert.That(served, Is.EqualTo(wanted), $"{header} of {size}");
        Assert.That(isSatisfiable, Is.EqualTo(wanted.Length > 0), $"{header} of {size}");
    }

    /// <exception cref="InvalidOperationException">The answer is not one of those in the specification.</exception>
    private static Answer Ask(string? header, long size)
    {
        var asked = RangeHeader.Parse(header);
        if (asked.IsFailure)
            return asked.Error == RecordingErrors.InvalidRange ? Answer.Malformed : throw Unknown();

        return (asked.Value.TryResolve(size, out var range), range) switch
        {
            (true, null) => Answer.Whole,
            (true, { } part) when IsInside(part, size) => Answer.Range,
            (false, null) => Answer.NotSatisfiable,
            _ => throw Unknown(),
        };

        InvalidOperationException Unknown() =>
            new($"A wrong answer to '{header}' of {size} bytes.");
    }

    private static bool IsInside(ByteRange range, long size) =>
        0 <= range.Start
        && range.Start <= range.End
        && range.End < size
        && range.Length == range.End - range.Start + 1;
}
