using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Infrastructure.IntegrationTests.Persistence;

public sealed class RoomRepositoryTests : InstallationTests
{
    [Test]
    public async Task A_room_comes_back_as_it_was_saved()
    {
        var room = await AddAsync("daily-abc");

        var found = await FindAsync(room);

        Assert.That(found, Is.Not.Null);
        foreach (var property in typeof(Room).GetProperties())
            Assert.That(
                property.GetValue(found),
                Is.EqualTo(property.GetValue(room)),
                property.Name
            );
    }

    [Test]
    public async Task An_expired_room_does_not_exist()
    {
        var room = await AddAsync("daily-abc");

        Installation.Clock.Advance(TimeSpan.FromDays(1) - TimeSpan.FromMilliseconds(1));
        Assert.That(await FindAsync(room), Is.Not.Null);
        Installation.Clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.That(await FindAsync(room), Is.Null);
        Assert.That(await ListAsync(null, null), Is.Empty);
    }

    [Test]
    public async Task Pages_show_each_room_once_newest_first_and_then_by_name()
    {
        foreach (var name in new[] { "b", "A", "a", "c" })
            await AddAsync(name);
        await AddAsync("newest", Installation.Start.AddMilliseconds(1));
        await AddAsync("oldest", Installation.Start.AddMilliseconds(-1));

        var seen = new List<Room>();
        while (
            await ListAsync(seen.Count == 0 ? null : RoomPosition.Of(seen[^1]), 2)
                is { Count: > 0 } page
        )
            seen.AddRange(page);

        string[] expected = ["newest", "A", "a", "b", "c", "oldest"];
        Assert.That(seen.Select(room => room.Name.Value), Is.EqualTo(expected));
    }

    private async Task<Room> AddAsync(string name, DateTimeOffset? createdAt = null)
    {
        var room = Installation.NewRoom(name, createdAt);
        await Installation.CallAsync<IRoomRepository>(rooms => rooms.AddAsync(room, Ct));
        return room;
    }

    private Task<Room?> FindAsync(Room room) =>
        Installation.CallAsync<IRoomRepository, Room?>(rooms => rooms.FindAsync(room.Name, Ct));

    private Task<IReadOnlyList<Room>> ListAsync(RoomPosition? after, int? most) =>
        Installation.CallAsync<IRoomRepository, IReadOnlyList<Room>>(rooms =>
            rooms.ListAsync(after, most, Ct)
        );
}
