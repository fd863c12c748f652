using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Domain.UnitTests.Rooms;

public sealed class RoomSecretTests
{
    private const int BitsPerHexDigit = 4;

    [Test]
    public void A_secret_has_at_least_128_bits_and_is_safe_in_a_URL()
    {
        var secret = RoomSecret.New().Value;

        Assert.That(secret, Does.Match("^[0-9a-f]+$"));
        Assert.That(secret.Length * BitsPerHexDigit, Is.GreaterThanOrEqualTo(128));
    }

    [Test]
    public void Two_secrets_differ() =>
        Assert.That(Enumerable.Range(0, 1000).Select(_ => RoomSecret.New().Value), Is.Unique);

    [Test]
    public void The_text_of_a_secret_does_not_reveal_it()
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
    public void Only_the_exact_text_matches(string candidate, bool matches) =>
        Assert.That(
            new RoomSecret("s3cret").Matches(new RoomSecret(candidate)),
            Is.EqualTo(matches)
        );
}
