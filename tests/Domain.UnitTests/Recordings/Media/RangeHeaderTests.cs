using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Recordings.Media;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Domain.UnitTests.Recordings.Media;

public sealed class RangeHeaderTests
{
    private const long Size = 10_000;

    [TestCase("bytes=0-1023", 0, 1023)]
    [TestCase("bytes=1000-1999", 1000, 1999)]
    [TestCase("bytes=0-0", 0, 0)]
    [TestCase("bytes=9999-9999", 9999, 9999)]
    [TestCase("bytes=0-9999", 0, 9999)]
    [TestCase("bytes=007-010", 7, 10)]
    public void First_and_last_byte_are_both_in_the_range(string header, long start, long end) =>
        Assert.That(Ask(header, Size), Is.EqualTo(new ByteRange(start, end)));

    [TestCase("bytes=0-", 0)]
    [TestCase("bytes=1000-", 1000)]
    [TestCase("bytes=9999-", 9999)]
    public void An_open_end_is_the_end_of_the_media(string header, long start) =>
        Assert.That(Ask(header, Size), Is.EqualTo(new ByteRange(start, Size - 1)));

    [Test]
    public void An_open_end_is_never_capped() =>
        Assert.That(
            Ask("bytes=1-", long.MaxValue),
            Is.EqualTo(new ByteRange(1, long.MaxValue - 1))
        );

    [TestCase("bytes=-500", 9500)]
    [TestCase("bytes=-1", 9999)]
    [TestCase("bytes=-10000", 0)]
    public void A_suffix_is_that_many_bytes_at_the_end(string header, long start) =>
        Assert.That(Ask(header, Size), Is.EqualTo(new ByteRange(start, Size - 1)));

    [TestCase("bytes=-10001")]
    [TestCase("bytes=-9223372036854775807")]
    public void A_suffix_longer_than_the_media_is_the_whole_media(string header) =>
        Assert.That(Ask(header, Size), Is.EqualTo(new ByteRange(0, Size - 1)));

    [TestCase("bytes=9000-10000")]
    [TestCase("bytes=9000-9223372036854775807")]
    public void An_end_beyond_the_media_is_clamped(string header) =>
        Assert.That(Ask(header, Size), Is.EqualTo(new ByteRange(9000, Size - 1)));

    [TestCase("bytes=10000-", Size)]
    [TestCase("bytes=10000-10000", Size)]
    [TestCase("bytes=20000-30000", Size)]
    [TestCase("bytes=9223372036854775807-", Size)]
    [TestCase("bytes=-0", Size)]
    [TestCase("bytes=0-", 0)]
    [TestCase("bytes=0-0", 0)]
    [TestCase("bytes=-0", 0)]
    [TestCase("bytes=-500", 0)]
    public void A_range_without_a_byte_is_not_satisfiable_and_gives_the_size(
        string header,
        long size
    )
    {
        Assert.That(RangeHeader.Parse(header).Value.TryResolve(size, out var range), Is.False);

        var error = RecordingErrors.RangeNotSatisfiable with { Size = size };
        Assert.That(range, Is.Null);
        Assert.That(
            error,
            Is.EqualTo(
                new RangeNotSatisfiable("Recording Error", "Requested range not satisfiable", size)
            )
        );
        Assert.That(error.Kind, Is.EqualTo(ErrorKind.RangeNotSatisfiable));
    }

    [TestCase("")]
    [TestCase(" ")]
    [TestCase("bytes")]
    [TestCase("=0-1")]
    [TestCase("bytes=")]
    [TestCase("bytes= ")]
    [TestCase("bytes=,")]
    [TestCase("bytes=abc")]
    [TestCase("bytes=-")]
    [TestCase("bytes=5")]
    [TestCase("bytes=0-5\0")]
    [TestCase("bytes=5-2")]
    [TestCase("bytes=--5")]
    [TestCase("bytes=5--")]
    [TestCase("bytes=-5-")]
    [TestCase("bytes=1-2-3")]
    [TestCase("bytes=0-x")]
    [TestCase("bytes=x-0")]
    [TestCase("bytes=0x0-0xF")]
    [TestCase("bytes=+1-2")]
    [TestCase("bytes=1-+2")]
    [TestCase("bytes=1.0-2")]
    [TestCase("bytes=1 - 2")]
    [TestCase("bytes=1,000-2,000")]
    [TestCase("bytes=٠-٩")]
    [TestCase("bytes==0-1")]
    [TestCase("bytes=0-1,abc")]
    [TestCase("bytes=abc,0-1")]
    [TestCase("bytes=0-1,5-2")]
    public void A_text_that_is_not_a_range_is_malformed(string header) => AssertMalformed(header);

    [TestCase("bytes=9223372036854775808-")]
    [TestCase("bytes=0-9223372036854775808")]
    [TestCase("bytes=-9223372036854775808")]
    [TestCase("bytes=0-99999999999999999999999999999999")]
    public void A_number_that_overflows_is_malformed(string header) => AssertMalformed(header);

    [Test]
    public void A_missing_header_requests_the_whole_media() => AssertWhole(null, Size);

    [TestCase("seconds=0-1")]
    [TestCase("items=5-2")]
    [TestCase("byte=0-1")]
    [TestCase("bytess=abc")]
    public void A_unit_other_than_bytes_is_ignored(string header) => AssertWhole(header, Size);

    [TestCase("Bytes=0-1")]
    [TestCase("BYTES=0-1")]
    public void The_unit_may_be_in_any_case(string header) =>
        Assert.That(Ask(header, Size), Is.EqualTo(new ByteRange(0, 1)));

    [TestCase("bytes=0-1,4-5")]
    [TestCase("bytes=0-1, 4-5, -1")]
    [TestCase("bytes=0-0,0-0")]
    [TestCase("bytes=0-1,20000-")]
    [TestCase("bytes=20000-,30000-")]
    public void Several_ranges_request_the_whole_media(string header) => AssertWhole(header, Size);

    [TestCase("bytes=,0-1")]
    [TestCase("bytes=0-1,")]
    [TestCase("bytes= , ,0-1 ,,")]
    [TestCase("bytes= 0-1 ")]
    public void Empty_list_elements_are_ignored(string header) =>
        Assert.That(Ask(header, Size), Is.EqualTo(new ByteRange(0, 1)));

    [Test]
    public void Empty_media_can_be_requested_whole() => AssertWhole(null, 0);

    [Test]
    public void The_default_value_requests_the_whole_media()
    {
        Assert.That(default(RangeHeader).TryResolve(Size, out var range));
        Assert.That(range, Is.Null);
    }

    [Test]
    public void A_negative_size_throws() =>
        Assert.That(
            () => RangeHeader.Whole.TryResolve(-1, out _),
            Throws.TypeOf<ArgumentOutOfRangeException>()
        );

    private static ByteRange? Ask(string header, long size)
    {
        Assert.That(RangeHeader.Parse(header).Value.TryResolve(size, out var range));
        return range;
    }

    private static void AssertWhole(string? header, long size)
    {
        Assert.That(RangeHeader.Parse(header).Value.TryResolve(size, out var range));
        Assert.That(range, Is.Null);
    }

    private static void AssertMalformed(string header)
    {
        var error = RangeHeader.Parse(header).Error;
        Assert.That(error, Is.EqualTo(RecordingErrors.InvalidRange));
        Assert.That(error!.Kind, Is.EqualTo(ErrorKind.Malformed));
        Assert.That(error.Area, Is.EqualTo("Recording Error"));
        Assert.That(error.Message, Is.EqualTo("Invalid Range header"));
    }
}
