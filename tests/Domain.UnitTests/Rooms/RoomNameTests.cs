using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Domain.UnitTests.Rooms;

public sealed class RoomNameTests
{
    [TestCase("a")]
    [TestCase("Room1")]
    [TestCase("my-room-x7z")]
    [TestCase("my_room")]
    [TestCase("_")]
    [TestCase("a_-_b")]
    public void Letters_digits_underscores_and_single_hyphens_make_a_name(string text)
    {
        var name = RoomName.Parse(text);

        Assert.That(name.Value, Is.EqualTo(text));
        Assert.That(name.ToString(), Is.EqualTo(text));
    }

    [TestCase("")]
    [TestCase(" ")]
    [TestCase("-")]
    [TestCase("-a")]
    [TestCase("a-")]
    [TestCase("a--b")]
    [TestCase("a---b")]
    [TestCase(" a")]
    [TestCase("a\n")]
    [TestCase("a b")]
    [TestCase("a.b")]
    [TestCase("..")]
    [TestCase("a/b")]
    [TestCase("a\\b")]
    [TestCase("a%2Fb")]
    [TestCase("café")]
    [TestCase("а")]
    [TestCase("٣")]
    [TestCase("a\0")]
    public void Any_other_text_is_refused(string text)
    {
        Assert.That(RoomName.TryParse(text, out var name), Is.False);
        Assert.That(name, Is.Null);
        Assert.That(() => RoomName.Parse(text), Throws.TypeOf<FormatException>());
    }

    [Test]
    public void A_null_text_is_refused() => Assert.That(RoomName.TryParse(null, out _), Is.False);

    [TestCase(200, true)]
    [TestCase(201, false)]
    public void A_name_has_at_most_200_characters(int length, bool isValid) =>
        Assert.That(RoomName.TryParse(new string('x', length), out _), Is.EqualTo(isValid));

    [TestCase("room", "room", true)]
    [TestCase("room", "Room", false)]
    public void Names_are_compared_by_ordinal(string one, string other, bool areEqual) =>
        Assert.That(RoomName.Parse(one) == RoomName.Parse(other), Is.EqualTo(areEqual));
}
