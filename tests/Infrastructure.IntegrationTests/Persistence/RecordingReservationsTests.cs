using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Infrastructure.IntegrationTests.Persistence;

public sealed class RecordingReservationsTests(TestDatabase database) : DatabaseTests(database)
{
    private static readonly RoomName Room = RoomName.Parse("daily-abc");
    private static readonly RoomName Other = RoomName.Parse("other-room");

    [Test]
    public async Task Only_one_of_many_concurrent_callers_reserves_the_room()
    {
        var reserved = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(n => Task.Run(() => ReserveAsync(Room, $"uid{n}")))
        );

        var winner = Array.IndexOf(reserved, true);
        Assert.That(reserved.Count(won => won), Is.EqualTo(1));
        Assert.That(await IsReservedAsync(Room, $"uid{winner}"), Is.True);
    }

    [Test]
    public async Task A_reserved_room_cannot_be_reserved_again_even_by_the_same_recording()
    {
        await ReserveAsync(Room, "uid1");
        Assert.That(await ReserveAsync(Room, "uid1"), Is.False);
        Assert.That(await ReserveAsync(Room, "uid2"), Is.False);
        Assert.That(await ReserveAsync(Other, "uid1"), Is.True);
    }

    [Test]
    public async Task A_room_is_reserved_for_one_recording()
    {
        await ReserveAsync(Room, "uid1");
        Assert.That(await IsReservedAsync(Room, "uid1"), Is.True);
        Assert.That(await IsReservedAsync(Room, "UID1"), Is.False);
        Assert.That(await IsReservedAsync(Room, "uid2"), Is.False);
        Assert.That(await IsReservedAsync(Other, "uid1"), Is.False);
    }

    [Test]
    public async Task Only_the_recording_of_the_reservation_releases_the_room()
    {
        await ReserveAsync(Room, "uid1");
        await ReserveAsync(Other, "uid1");

        await ReleaseAsync(Room, "uid2");
        Assert.That(await IsReservedAsync(Room, "uid1"), Is.True);
        await ReleaseAsync(Room, "uid1");
        await ReleaseAsync(Room, "uid1");

        Assert.That(await IsReservedAsync(Other, "uid1"), Is.True);
        Assert.That(await ReserveAsync(Room, "uid2"), Is.True);
    }

    [Test]
    public async Task Reservations_made_before_an_instant_are_listed()
    {
        await ReserveAsync(Room, "uid1");
        Installation.Clock.Advance(TimeSpan.FromSeconds(1));
        await ReserveAsync(Other, "uid2");

        Assert.That(await ListAsync(Installation.Start), Is.Empty);
        Assert.That(
            await ListAsync(Installation.Start.AddSeconds(1)),
            Is.EqualTo([new RecordingReservation(Room, "uid1", Installation.Start)])
        );
        Assert.That(await ListAsync(Installation.Start.AddSeconds(2)), Has.Count.EqualTo(2));
    }

    private Task<bool> ReserveAsync(RoomName room, string uid) =>
        Installation.CallAsync<IRecordingReservations, bool>(reservations =>
            reservations.TryReserveAsync(room, uid, Ct)
        );

    private Task<bool> IsReservedAsync(RoomName room, string uid) =>
        Installation.CallAsync<IRecordingReservations, bool>(reservations =>
            reservations.IsReservedAsync(room, uid, Ct)
        );

    private Task ReleaseAsync(RoomName room, string uid) =>
        Installation.CallAsync<IRecordingReservations>(reservations =>
            reservations.ReleaseAsync(room, uid, Ct)
        );

    private Task<IReadOnlyList<RecordingReservation>> ListAsync(DateTimeOffset madeBefore) =>
        Installation.CallAsync<IRecordingReservations, IReadOnlyList<RecordingReservation>>(
            reservations => reservations.ListAsync(madeBefore, Ct)
        );
}
