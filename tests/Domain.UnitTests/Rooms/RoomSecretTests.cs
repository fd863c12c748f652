using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Domain.UnitTests.Rooms;

public sealed class RoomSecretTests
{
    private const int BitsPerHexDigit = 4;

    [Test]
    public void It_holds_128_bits_at_the_least_and_is_safe_in_a_url()
    {
        var secret = RoomSecret.New().Value;

        Assert.That(secret, Does.Match("^[0-9a-f]+$"));
        Assert.That(secret.Length * BitsPerHexDigit, Is.GreaterThanOrEqualTo(128));
    }

    [Test]
    public void No_two_are_alike() =>
        Assert.That(Enumerable.Range(0, 1000).Select(_ => RoomSecret.New().Value), Is.Unique);

    [Test]
    public void Its_text_never_reveals_it()
    {
        var secret = RoomSecret.New();

        Assert.That(secret.ToString(), Is.EqualTo("***"));
        Assert.That($"{secret}", Does.Not.Contain(secret.Value));
        Assert.That($"{new { Secret = secret }}", Does.Not.Contain(secret.Value));
    }

    [TestCase("s3cret", true)]
    [TestCase("", false)]
    [TestCase("s3cre", false)]
    [TestCase("s3cret0", false)]
    [TestCase("S3cret", false)]
    [TestCase(" s3cret", false)]
    [TestCase("***", false)]
    public void Only_the_very_text_matches(string candidate, bool matches) =>
        Assert.That(
            new RoomSecret("s3cret").Matches(new RoomSecret(candidate)),
            Is.EqualTo(matches)
        );
}
