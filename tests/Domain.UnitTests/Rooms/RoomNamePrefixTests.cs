using FsCheck;
using FsCheck.Fluent;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Domain.UnitTests.Rooms;

public sealed class RoomNamePrefixTests
{
    [TestCase("daily", "daily")]
    [TestCase("Daily-Meeting-2", "Daily-Meeting-2")]
    [TestCase(null, "")]
    [TestCase("", "")]
    [TestCase("   ", "")]
    [TestCase("---", "")]
    [TestCase("-daily-", "daily")]
    [TestCase("a--b", "a-b")]
    [TestCase("a-----b", "a-b")]
    [TestCase("a- -b", "a-b")]
    [TestCase("my room", "myroom")]
    [TestCase("../etc/passwd", "etcpasswd")]
    [TestCase("<script>", "script")]
    [TestCase("reunión", "reunin")]
    [TestCase("٣日本", "")]
    [TestCase("a\0\nb", "ab")]
    public void Letters_digits_and_single_hyphens_are_kept(string? requested, string kept)
    {
        var prefix = RoomNamePrefix.From(requested);

        Assert.That(prefix.Value, Is.EqualTo(kept));
        Assert.That(prefix.ToString(), Is.EqualTo(kept));
    }

    [TestCase("daily", "^daily-[a-z0-9]{15}$")]
    [TestCase("a-b", "^a-b-[a-z0-9]{15}$")]
    [TestCase("", "^[a-z0-9]{15}$")]
    [TestCase("--", "^[a-z0-9]{15}$")]
    public void A_room_name_is_the_prefix_and_15_random_characters(string prefix, string shape) =>
        Assert.That(RoomNamePrefix.From(prefix).NewRoomName().Value, Does.Match(shape));

    [Test]
    public void The_longest_prefix_makes_the_longest_room_name()
    {
        var prefix = RoomNamePrefix.From(new string('x', RoomNamePrefix.MaxLength));
        Assert.That(prefix.NewRoomName().Value, Has.Length.EqualTo(RoomName.MaxLength));
    }

    [Test]
    public void Room_names_of_one_prefix_differ()
    {
        var prefix = RoomNamePrefix.From("daily");
        var names = Enumerable.Range(0, 1000).Select(_ => prefix.NewRoomName());
        Assert.That(names, Is.Unique);
    }

    [FsCheck.NUnit.Property(MaxTest = 1000)]
    public static bool Any_text_makes_a_valid_room_name(string? requested) =>
        MakesValidNames(requested);

    [FsCheck.NUnit.Property(MaxTest = 1000)]
    public static Property Any_mixture_of_hyphens_and_others_makes_a_valid_room_name() =>
        Prop.ForAll(
            Gen.Elements('-', '-', 'a', 'Z', '0', '_', ' ', '/', '.', 'é')
                .ArrayOf()
                .Select(characters => new string(characters))
                .ToArbitrary(),
            MakesValidNames
        );

    private static bool MakesValidNames(string? requested)
    {
        var allowed = requested is { Length: > RoomNamePrefix.MaxLength }
            ? requested[..RoomNamePrefix.MaxLength]
            : requested;
        var prefix = RoomNamePrefix.From(allowed);

        return RoomName.TryParse(prefix.NewRoomName().Value, out _)
            && RoomNamePrefix.From(prefix.Value) == prefix;
    }
}
