using OpenViduMeet.Domain.Recordings;

namespace OpenViduMeet.Domain.UnitTests.Recordings;

public sealed class RecordingIdTests
{
    [TestCase("room-123--EG_XYZ--XX445", "room-123", "EG_XYZ", "XX445")]
    [TestCase("a--b--c", "a", "b", "c")]
    [TestCase("my_room-1-2--EG_1--__", "my_room-1-2", "EG_1", "__")]
    public void An_id_is_written_as_it_was_read(string text, string room, string egress, string uid)
    {
        var id = RecordingId.Parse(text);

        Assert.That(id.Room.Value, Is.EqualTo(room));
        Assert.That(id.EgressId, Is.EqualTo(egress));
        Assert.That(id.Uid, Is.EqualTo(uid));
        Assert.That(id.ToString(), Is.EqualTo(text));
        Assert.That(RecordingId.Parse(id.ToString()), Is.EqualTo(id));
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("--")]
    [TestCase("----")]
    [TestCase("room")]
    [TestCase("room--EG_1")]
    [TestCase("room--EG_1--")]
    [TestCase("--EG_1--uid")]
    [TestCase("room----uid")]
    [TestCase("room--EG_1--uid--more")]
    [TestCase("room--EG_1--uid--")]
    [TestCase("--room--EG_1--uid")]
    [TestCase("room---EG_1--uid")]
    [TestCase("room--EG_1---uid")]
    [TestCase("room--EG-1--uid")]
    public void A_text_without_exactly_three_parts_is_refused(string? text) => AssertRefused(text);

    [TestCase("..--EG_1--uid")]
    [TestCase("room--..--uid")]
    [TestCase("room--EG_1--..")]
    [TestCase("../room--EG_1--uid")]
    [TestCase("room--EG_1--../../etc/passwd")]
    [TestCase("/room--EG_1--uid")]
    [TestCase("room--EG_1--u/id")]
    [TestCase("room--EG_1--u\\id")]
    [TestCase("C:room--EG_1--uid")]
    [TestCase("room--EG_1--uid.mp4")]
    [TestCase("room--EG_1--uid\0")]
    [TestCase("room--EG_1--%2e%2e")]
    [TestCase("room--EG_1--u%2Fid")]
    [TestCase("room%2D%2DEG_1--uid--x")]
    public void A_text_with_path_characters_is_refused(string text) => AssertRefused(text);

    [TestCase(" room--EG_1--uid")]
    [TestCase("room--EG_1--uid ")]
    [TestCase("room--EG_1--uid\n")]
    [TestCase("room --EG_1--uid")]
    [TestCase("room--\tEG_1--uid")]
    [TestCase("room--EG_1--uïd")]
    [TestCase("room--EG_1--uid٣")]
    [TestCase("room--EG_1--uid?download=true")]
    public void A_text_with_invalid_characters_is_refused_and_not_corrected(string text) =>
        AssertRefused(text);

    [TestCase(49, true)]
    [TestCase(50, false)]
    public void The_parts_have_at_most_49_characters(int length, bool isValid)
    {
        var part = new string('x', length);

        Assert.That(RecordingId.TryParse($"room--{part}--uid", out _), Is.EqualTo(isValid));
        Assert.That(RecordingId.TryParse($"room--EG_1--{part}", out _), Is.EqualTo(isValid));
    }

    [Test]
    public void The_file_is_named_after_the_room_and_the_uid() =>
        Assert.That(
            RecordingId.Parse("room-123--EG_XYZ--XX445").FileName,
            Is.EqualTo("room-123--XX445.mp4")
        );

    [FsCheck.NUnit.Property(MaxTest = 1000)]
    public static bool Any_accepted_id_is_written_as_it_was_read(string? egressId, string? uid)
    {
        var text = $"room--{egressId}--{uid}";
        return !RecordingId.TryParse(text, out var id)
            || string.Equals(id.ToString(), text, StringComparison.Ordinal);
    }

    private static void AssertRefused(string? text)
    {
        Assert.That(RecordingId.TryParse(text, out var id), Is.False);
        Assert.That(id, Is.Null);
        if (text is not null)
            Assert.That(() => RecordingId.Parse(text), Throws.TypeOf<FormatException>());
    }
}
