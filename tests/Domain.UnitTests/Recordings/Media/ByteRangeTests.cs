using OpenViduMeet.Domain.Recordings.Media;

namespace OpenViduMeet.Domain.UnitTests.Recordings.Media;

public sealed class ByteRangeTests
{
    [TestCase(0, 0, 1)]
    [TestCase(5, 5, 1)]
    [TestCase(0, 1023, 1024)]
    [TestCase(1, long.MaxValue, long.MaxValue)]
    public void Both_ends_are_inclusive(long start, long end, long length)
    {
        var range = new ByteRange(start, end);

        Assert.That((range.Start, range.End), Is.EqualTo((start, end)));
        Assert.That(range.Length, Is.EqualTo(length));
    }

    [TestCase(-1, 0)]
    [TestCase(-2, -1)]
    [TestCase(0, -1)]
    [TestCase(5, 4)]
    public void An_empty_or_negative_range_cannot_be_made(long start, long end) =>
        Assert.That(() => new ByteRange(start, end), Throws.TypeOf<ArgumentOutOfRangeException>());

    [Test]
    public void The_default_value_is_the_first_byte_alone() =>
        Assert.That(default(ByteRange), Is.EqualTo(new ByteRange(0, 0)));

    [Test]
    public void A_range_is_written_as_in_a_header() =>
        Assert.That(new ByteRange(3, 7).ToString(), Is.EqualTo("3-7"));
}
