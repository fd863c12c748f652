using OpenViduMeet.Domain.Participants;

namespace OpenViduMeet.Domain.UnitTests.Participants;

public sealed class ParticipantNameTests
{
    [TestCase("a")]
    [TestCase("Alice")]
    [TestCase("Ana María / Ñandú")]
    [TestCase("日本 👩‍💻")]
    [TestCase("../..")]
    [TestCase("...")]
    [TestCase("-")]
    [TestCase("\u202Eabc")]
    [TestCase("a\u200B")]
    [TestCase("e\u0301")]
    [TestCase(" padded ")]
    public void A_valid_name_is_kept_unchanged(string text)
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
    public void A_blank_text_is_refused(string? text) => AssertRefused(text);

    [TestCase("a\0b")]
    [TestCase("a\nb")]
    [TestCase("a\tb")]
    [TestCase("a\u007Fb")]
    [TestCase("a\u0085b")]
    public void A_text_with_a_control_character_is_refused(string text) => AssertRefused(text);

    [TestCase("\u200B", TestName = "Zero width space")]
    [TestCase("\u200D\u200C\u2060\uFEFF", TestName = "Joiners and a byte order mark")]
    [TestCase("\u202E\u202C", TestName = "Directions")]
    [TestCase("\u00AD", TestName = "Soft hyphen")]
    [TestCase("\u180E", TestName = "Mongolian vowel separator")]
    [TestCase("\u0301", TestName = "A combining mark")]
    [TestCase("\uFE0F", TestName = "A variation selector")]
    [TestCase("\U000E0100", TestName = "A supplementary variation selector")]
    [TestCase("\U000E0041", TestName = "A tag")]
    [TestCase("\u115F\u1160\u3164\uFFA0", TestName = "Hangul fillers, which are letters")]
    [TestCase("\u2800", TestName = "Blank Braille, which is a symbol")]
    [TestCase("\U0001D159", TestName = "A note without a head, which is a symbol")]
    [TestCase("\U00013441\U00013442", TestName = "Blank hieroglyphs, which are letters")]
    [TestCase("\u2028\u2029\u3000", TestName = "Separators")]
    [TestCase("\uE000", TestName = "Private use")]
    [TestCase("\uFFFF", TestName = "No character")]
    [TestCase("\u0378", TestName = "Unassigned")]
    [TestCase(" \u200B \u0301", TestName = "All sorts")]
    public void A_text_without_a_visible_character_is_refused(string text) => AssertRefused(text);

    [TestCase(".")]
    [TestCase("..")]
    public void A_dot_segment_of_a_path_is_refused(string text) => AssertRefused(text);

    [Test]
    public void A_lone_surrogate_is_refused()
    {
        foreach (var text in new[] { "\uD83D", "a\uDE00", "\uDE00\uD83D", "a\uD83Db" })
            AssertRefused(text);
    }

    [TestCase("x", 256)]
    [TestCase("ü", 128)]
    [TestCase("日", 85)]
    [TestCase("😀", 64)]
    public void A_name_has_at_most_256_bytes_of_UTF_8(string character, int most)
    {
        var longest = string.Concat(Enumerable.Repeat(character, most));

        Assert.That(ParticipantName.TryParse(longest, out _), Is.True);
        AssertRefused(longest + character);
    }

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
