using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.Infrastructure.Persistence;

namespace OpenViduMeet.Infrastructure.IntegrationTests.Persistence;

public sealed class RoomRepositoryTests(TestDatabase database) : DatabaseTests(database)
{
    private const RoomParts AllParts =
        RoomParts.Prefix
        | RoomParts.ExpiresAt
        | RoomParts.MaxParticipants
        | RoomParts.Preferences
        | RoomParts.ModeratorSecret
        | RoomParts.PublisherSecret;

    [Test]
    public async Task Only_one_of_several_concurrent_callers_adds_a_room_of_the_same_name()
    {
        var added = await Task.WhenAll(
            Enumerable
                .Range(0, 5)
                .Select(_ =>
                    Task.Run(() =>
                        Installation.CallAsync<IRoomRepository, bool>(rooms =>
                            rooms.TryAddAsync(Installation.NewRoom("daily-abc"), Ct)
                        )
                    )
                )
        );

        Assert.That(added.Count(isAdded => isAdded), Is.EqualTo(1));
    }

    [Test]
    public async Task A_saved_room_is_read_back_unchanged()
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
        Assert.That(await ListAsync(null, 1), Is.Empty);
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

    [Test]
    public async Task All_rooms_are_read_newest_first_and_then_by_name()
    {
        foreach (var name in new[] { "b", "A", "a", "c" })
            await AddAsync(name);
        await AddAsync("newest", Installation.Start.AddMilliseconds(1));
        await AddAsync("oldest", Installation.Start.AddMilliseconds(-1));

        var all = await ReadAllAsync(after: null);
        var rest = await ReadAllAsync(all[2].Position);

        string[] expected = ["newest", "A", "a", "b", "c", "oldest"];
        Assert.That(all.Select(room => room.Name.Value), Is.EqualTo(expected));
        Assert.That(rest, Is.EqualTo(all.Skip(3)));
    }

    [Test]
    public async Task Only_the_parts_that_are_asked_for_are_read()
    {
        var whole = RoomExcerpt.Of(await AddAsync("daily-abc"));
        RoomParts[] asked =
        [
            AllParts,
            RoomParts.None,
            RoomParts.ExpiresAt | RoomParts.PublisherSecret,
            RoomParts.Preferences,
        ];

        var read = new List<RoomExcerpt>();
        foreach (var parts in asked)
            read.AddRange(await ReadAllAsync(after: null, parts));

        var nothing = new RoomExcerpt { Name = whole.Name, CreatedAt = whole.CreatedAt };
        Assert.That(
            read,
            Is.EqualTo([
                whole,
                nothing,
                nothing with
                {
                    ExpiresAt = whole.ExpiresAt,
                    PublisherSecret = whole.PublisherSecret,
                },
                nothing with
                {
                    Preferences = whole.Preferences,
                },
            ])
        );
    }

    [Test]
    public async Task All_rooms_are_read_as_they_were_when_the_first_was_read()
    {
        var (newest, older) = await AddTwoAsync();

        var read = await ReadAllAsync(after: null, AllParts, afterFirst: () => ExpireAsync(older));

        Assert.That(read, Is.EqualTo([RoomExcerpt.Of(newest), RoomExcerpt.Of(older)]));
    }

    [Test]
    public async Task A_list_that_is_read_in_parts_has_each_room_once_and_in_order()
    {
        var rooms = Enumerable
            .Range(0, 2000)
            .Select(i => Installation.NewRoom($"room-{i:0000}", Installation.Start.AddMinutes(-i)))
            .ToList();
        await using (var context = Installation.Get<IMeetDatabase>().Open())
        {
            context.AddRange(rooms);
            await context.SaveChangesAsync(Ct);
        }

        var read = await ReadAllAsync(
            after: null,
            RoomParts.None,
            afterFirst: () => ExpireAsync(rooms[1500])
        );

        Assert.That(
            read.Select(room => room.Name),
            Is.EqualTo(rooms.Where((_, i) => i != 1500).Select(room => room.Name))
        );
    }

    [Test]
    public async Task A_room_that_was_made_to_expire_does_not_exist_and_its_name_stays_taken()
    {
        var room = await AddAsync("daily-abc");
        var other = await AddAsync("other-room");

        Assert.That(await ExpireAsync(room), Is.True);

        Assert.That(await FindAsync(room), Is.Null);
        Assert.That(await IsKeptAsync(room), Is.True);
        Assert.That(await FindAsync(other), Is.Not.Null);
        Assert.That(await ListExpiredAsync(), Is.EqualTo([room.Name]));
    }

    [Test]
    public async Task Only_one_of_many_concurrent_callers_makes_a_room_expire()
    {
        var room = await AddAsync("daily-abc");
        var expired = await Task.WhenAll(
            Enumerable.Range(0, 10).Select(_ => Task.Run(() => ExpireAsync(room)))
        );
        Assert.That(expired.Count(won => won), Is.EqualTo(1));
    }

    [Test]
    public async Task A_room_that_does_not_exist_cannot_expire()
    {
        var room = Installation.NewRoom("daily-abc");
        Assert.That(await ExpireAsync(room), Is.False);
        Assert.That(await IsKeptAsync(room), Is.False);

        await AddAsync("daily-abc");
        Installation.Clock.Advance(TimeSpan.FromDays(1));
        Assert.That(await ExpireAsync(room), Is.False);
    }

    [Test]
    public async Task Expired_rooms_are_listed_until_they_are_removed()
    {
        var room = await AddAsync("daily-abc");

        Installation.Clock.Advance(TimeSpan.FromDays(1) - TimeSpan.FromMilliseconds(1));
        Assert.That(await ListExpiredAsync(), Is.Empty);
        Installation.Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.That(await ListExpiredAsync(), Is.EqualTo([room.Name]));
        await RemoveAsync(room);

        Assert.That(await ListExpiredAsync(), Is.Empty);
        Assert.That(await IsKeptAsync(room), Is.False);
    }

    [Test]
    public async Task Removing_a_room_deletes_only_its_own_name_holds()
    {
        var room = await AddAsync("daily-abc");
        var other = await AddAsync("other-room");
        await HoldAsync(room);
        await HoldAsync(other);

        await RemoveAsync(room);
        await RemoveAsync(room);

        Assert.That(await FindAsync(other), Is.Not.Null);
        Assert.That(await HoldAsync(room), Is.True);
        Assert.That(await HoldAsync(other), Is.False);
    }

    [Test]
    public async Task Removing_a_room_deletes_only_its_own_recording_reservation()
    {
        var room = await AddAsync("daily-abc");
        var other = await AddAsync("other-room");
        await ReserveAsync(room);
        await ReserveAsync(other);

        await RemoveAsync(room);

        Assert.That(await ReserveAsync(room), Is.True);
        Assert.That(await ReserveAsync(other), Is.False);
    }

    [Test]
    public async Task A_room_is_over_from_its_expiry_until_its_removal_is_forgotten()
    {
        var room = await AddAsync("daily-abc");
        Assert.That(await HasEndedAsync(room), Is.False);

        Installation.Clock.Advance(TimeSpan.FromDays(1));
        Assert.That(await HasEndedAsync(room), Is.True);
        await RemoveAsync(room);
        Assert.That(await HasEndedAsync(room), Is.True);

        var removedAt = Installation.Clock.GetUtcNow();
        await ForgetRemovedAsync(removedAt);
        Assert.That(await HasEndedAsync(room), Is.True);
        await ForgetRemovedAsync(removedAt.AddMilliseconds(1));
        Assert.That(await HasEndedAsync(room), Is.False);
    }

    [Test]
    public async Task A_removed_room_that_is_created_again_is_not_over_until_it_is_removed_again()
    {
        var room = await AddAsync("daily-abc");
        await RemoveAsync(room);
        await AddAsync("daily-abc");
        Assert.That(await HasEndedAsync(room), Is.False);

        Installation.Clock.Advance(TimeSpan.FromHours(1));
        await RemoveAsync(room);
        await ForgetRemovedAsync(Installation.Start.AddHours(1));

        Assert.That(await HasEndedAsync(room), Is.True);
    }

    [Test]
    public async Task An_unknown_room_is_not_over()
    {
        await RemoveAsync(Installation.NewRoom("daily-abc"));
        Assert.That(await HasEndedAsync(Installation.NewRoom("daily-abc")), Is.False);
    }

    [Test]
    public async Task The_existence_of_several_rooms_is_read_in_one_call()
    {
        var existing = await AddAsync("daily-abc");
        var removed = await AddAsync("weekly-abc");
        await RemoveAsync(removed);
        var unknown = Installation.NewRoom("monthly-abc");

        var known = await Installation.CallAsync<
            IRoomRepository,
            IReadOnlyDictionary<RoomName, RoomExistence>
        >(rooms => rooms.GetExistenceAsync([existing.Name, removed.Name, unknown.Name], Ct));

        Assert.That(
            known,
            Is.EquivalentTo(
                new Dictionary<RoomName, RoomExistence>
                {
                    [existing.Name] = RoomExistence.Exists,
                    [removed.Name] = RoomExistence.Ended,
                    [unknown.Name] = RoomExistence.Unknown,
                }
            )
        );
    }

    private Task<bool> HasEndedAsync(Room room) =>
        Installation.CallAsync<IRoomRepository, bool>(rooms => rooms.HasEndedAsync(room.Name, Ct));

    private Task ForgetRemovedAsync(DateTimeOffset removedBefore) =>
        Installation.CallAsync<IRoomRepository>(rooms =>
            rooms.ForgetRemovedAsync(removedBefore, Ct)
        );

    private Task<bool> ReserveAsync(Room room) =>
        Installation.CallAsync<IRecordingReservations, bool>(reservations =>
            reservations.TryReserveAsync(room.Name, "uid", Ct)
        );

    private Task<bool> ExpireAsync(Room room) =>
        Installation.CallAsync<IRoomRepository, bool>(rooms => rooms.ExpireAsync(room.Name, Ct));

    private Task<bool> IsKeptAsync(Room room) =>
        Installation.CallAsync<IRoomRepository, bool>(rooms => rooms.IsKeptAsync(room.Name, Ct));

    private Task<IReadOnlyList<RoomName>> ListExpiredAsync() =>
        Installation.CallAsync<IRoomRepository, IReadOnlyList<RoomName>>(rooms =>
            rooms.ListExpiredAsync(Ct)
        );

    private Task RemoveAsync(Room room) =>
        Installation.CallAsync<IRoomRepository>(rooms =>
            rooms.RemoveAsync(room.Name, removed => removed, Ct)
        );

    private async Task<bool> HoldAsync(Room room) =>
        await Installation.CallAsync<IParticipantNameHolds, ParticipantNameHold?>(holds =>
            holds.TryHoldAsync(
                room.Name,
                ParticipantName.Parse("Alice"),
                TokenFamily.New(epoch: 0),
                Ct
            )
        )
            is not null;

    private async Task<Room> AddAsync(string name, DateTimeOffset? createdAt = null)
    {
        var room = Installation.NewRoom(name, createdAt);
        await Installation.CallAsync<IRoomRepository>(rooms => rooms.AddAsync(room, Ct));
        return room;
    }

    private async Task<(Room Newest, Room Older)> AddTwoAsync() =>
        (await AddAsync("newest"), await AddAsync("older", Installation.Start.AddHours(-1)));

    private async Task<List<RoomExcerpt>> ReadAllAsync(
        RoomPosition? after,
        RoomParts parts = AllParts,
        Func<Task>? afterFirst = null
    )
    {
        var read = new List<RoomExcerpt>();
        await Installation.CallAsync<IRoomRepository>(async rooms =>
        {
            await foreach (var room in rooms.ReadAllAsync(after, parts, Ct))
            {
                read.Add(room);
                if (read.Count == 1 && afterFirst is not null)
                    await afterFirst();
            }
        });
        return read;
    }

    private Task<Room?> FindAsync(Room room) =>
        Installation.CallAsync<IRoomRepository, Room?>(rooms => rooms.FindAsync(room.Name, Ct));

    private Task<IReadOnlyList<Room>> ListAsync(RoomPosition? after, int most) =>
        Installation.CallAsync<IRoomRepository, IReadOnlyList<Room>>(rooms =>
            rooms.ListAsync(after, most, Ct)
        );
}
