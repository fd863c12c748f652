using Microsoft.Extensions.Time.Testing;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Domain.UnitTests.Rooms;

public sealed class RoomTests
{
    private static readonly DateTimeOffset Now = new(2025, 6, 1, 12, 0, 0, TimeSpan.Zero);

    [Test]
    public void Each_secret_gives_its_own_role()
    {
        var room = NewRoom();

        Assert.That(room.RoleFor(room.ModeratorSecret), Is.EqualTo(ParticipantRole.Moderator));
        Assert.That(room.RoleFor(room.PublisherSecret), Is.EqualTo(ParticipantRole.Publisher));
    }

    [Test]
    public void Any_other_secret_gives_no_role()
    {
        var room = NewRoom();
        var secret = room.ModeratorSecret.Value;

        Assert.That(room.RoleFor(new RoomSecret("")), Is.Null);
        Assert.That(room.RoleFor(new RoomSecret(secret[..^1])), Is.Null);
        Assert.That(room.RoleFor(new RoomSecret(secret + "0")), Is.Null);
        Assert.That(room.RoleFor(new RoomSecret(secret.ToUpperInvariant() + "X")), Is.Null);
        Assert.That(room.RoleFor(NewRoom().ModeratorSecret), Is.Null);
        Assert.That(room.RoleFor(new RoomSecret(room.ModeratorSecret.ToString())), Is.Null);
    }

    [Test]
    public void A_new_room_has_the_requested_values()
    {
        var preferences = new RoomPreferences(ChatEnabled: false);

        var room = Room.Create(
            RoomNamePrefix.From("daily"),
            Now.AddDays(1),
            maxParticipants: 7,
            preferences,
            new FakeTimeProvider(Now)
        );

        Assert.That(room.Name.Value, Does.StartWith("daily-"));
        Assert.That(room.Prefix.Value, Is.EqualTo("daily"));
        Assert.That(room.CreatedAt, Is.EqualTo(Now));
        Assert.That(room.ExpiresAt, Is.EqualTo(Now.AddDays(1)));
        Assert.That(room.MaxParticipants, Is.EqualTo(7));
        Assert.That(room.Preferences, Is.EqualTo(preferences));
        Assert.That(room.ModeratorSecret, Is.Not.EqualTo(room.PublisherSecret));
    }

    [Test]
    public void By_default_every_feature_is_enabled() =>
        Assert.That(new RoomPreferences(), Is.EqualTo(new RoomPreferences(true, true, true)));

    private static Room NewRoom() =>
        Room.Create(
            RoomNamePrefix.From("daily"),
            Now.AddDays(1),
            maxParticipants: null,
            new RoomPreferences(),
            new FakeTimeProvider(Now)
        );
}
