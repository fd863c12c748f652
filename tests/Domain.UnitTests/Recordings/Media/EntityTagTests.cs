using OpenViduMeet.Domain.Recordings.Media;

namespace OpenViduMeet.Domain.UnitTests.Recordings.Media;

public sealed class EntityTagTests
{
    // The table of RFC 9110 §8.8.3.2.
    [TestCase("1", true, "1", true, false, true)]
    [TestCase("1", true, "2", true, false, false)]
    [TestCase("1", true, "1", false, false, true)]
    [TestCase("1", false, "1", true, false, true)]
    [TestCase("1", false, "1", false, true, true)]
    [TestCase("1", false, "2", false, false, false)]
    [TestCase("a", false, "A", false, false, false)]
    public void Only_two_strong_tags_match_strongly(
        string one,
        bool isOneWeak,
        string other,
        bool isOtherWeak,
        bool strongly,
        bool weakly
    )
    {
        var tag = new EntityTag(one, isOneWeak);
        var another = new EntityTag(other, isOtherWeak);

        Assert.That(tag.MatchesStrongly(another), Is.EqualTo(strongly));
        Assert.That(tag.MatchesWeakly(another), Is.EqualTo(weakly));
    }

    [TestCase(false, "\"abc\"")]
    [TestCase(true, "W/\"abc\"")]
    public void A_tag_is_written_as_in_a_header(bool isWeak, string written) =>
        Assert.That(new EntityTag("abc", isWeak).ToString(), Is.EqualTo(written));

    [Test]
    public void A_tag_is_strong_by_default() => Assert.That(new EntityTag("abc").IsWeak, Is.False);
}
