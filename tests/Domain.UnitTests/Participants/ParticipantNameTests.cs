using NUnit.Framework;
using OpenViduMeet.Domain.Participants;

namespace OpenViduMeet.Domain.UnitTests.Participants;

public sealed class ParticipantNameTests
{
    [TestCase("a")]
    [TestCase("Alice")]
    [TestCase("Ana María / Ñandú")]
    [TestCase("日本 👩‍💻")]
    [TestCase("../..")]
    [TestCase(" padded ")]
    public void Any_text_is_kept_as_it_is(string text)
    {
        var name = ParticipantName.Parse(text);

        Assert.That(name.Value, Is.EqualTo(text));
        Assert.That(name.ToString(), Is.EqualTo(text));
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase(" ")]
    [TestCase("\u00A0\u2003")]
    [TestCase("\t")]
    public void A_blank_text_is_no_name(string? text) => AssertRefused(text);

    [TestCase("a\0b")]
    [TestCase("a\nb")]
    [TestCase("a\tb")]
    [TestCase("a\u007Fb")]
    [TestCase("a\u0085b")]
    public void A_control_character_stands_in_no_name(string text) => AssertRefused(text);

    [TestCase(256, true)]
    [TestCase(257, false)]
    public void It_has_256_characters_at_the_most(int length, bool isValid) =>
        Assert.That(ParticipantName.TryParse(new string('x', length), out _), Is.EqualTo(isValid));

    [TestCase("alice", "alice", true)]
    [TestCase("alice", "Alice", false)]
    [TestCase("é", "e\u0301", false)]
    public void Names_are_compared_by_ordinal(string one, string other, bool areEqual) =>
        Assert.That(
            ParticipantName.Parse(one) == ParticipantName.Parse(other),
            Is.EqualTo(areEqual)
        );

    private static void AssertRefused(string? text)
    {
        Assert.That(ParticipantName.TryParse(text, out var name), Is.False);
        Assert.That(name, Is.Null);
        Assert.That(() => ParticipantName.Parse(text!), Throws.TypeOf<FormatException>());
    }
}
