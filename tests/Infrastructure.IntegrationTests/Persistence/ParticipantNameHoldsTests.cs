using Microsoft.EntityFrameworkCore;
using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.Infrastructure.Persistence;

namespace OpenViduMeet.Infrastructure.IntegrationTests.Persistence;

public sealed class ParticipantNameHoldsTests(TestDatabase database) : DatabaseTests(database)
{
    private static readonly RoomName Room = RoomName.Parse("daily-abc");
    private static readonly ParticipantName Alice = ParticipantName.Parse("Alice");
    private static readonly ParticipantName Bob = ParticipantName.Parse("Bob");
    private static readonly ParticipantName Carol = ParticipantName.Parse("Carol");
    private static readonly ParticipantName Dave = ParticipantName.Parse("Dave");

    [Test]
    public async Task Only_one_of_twenty_concurrent_callers_holds_the_name()
    {
        var held = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(_ => Task.Run(() => HoldAsync()))
        );
        Assert.That(held.Count(won => won), Is.EqualTo(1));
    }

    [Test]
    public async Task A_hold_expires_after_sixty_seconds()
    {
        await HoldAsync();
        Installation.Clock.Advance(TimeSpan.FromSeconds(59.999));
        Assert.That(await HoldAsync(), Is.False);
        Installation.Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.That(await HoldAsync(), Is.True);
        Assert.That(await HoldAsync(), Is.False);
    }

    [Test]
    public async Task A_released_name_is_free()
    {
        await HoldAsync();
        await Installation.CallAsync<IParticipantNameHolds>(h =>
            h.ReleaseAsync(Room, Alice, Installation.Clock.GetUtcNow(), Ct)
        );
        Assert.That(await HoldAsync(), Is.True);
    }

    [Test]
    public async Task The_release_of_a_hold_that_has_expired_leaves_the_next_hold()
    {
        var expired = await Installation.CallAsync<IParticipantNameHolds, ParticipantNameHold?>(
            holds => holds.TryHoldAsync(Room, Alice, TokenFamily.New(epoch: 0), Ct)
        );
        Installation.Clock.Advance(IParticipantNameHolds.Duration);
        await HoldAsync();

        await Installation.CallAsync<IParticipantNameHolds>(h => h.ReleaseAsync(expired!, Ct));

        Assert.That(await HoldAsync(), Is.False);
    }

    /// <summary>The event of a join may be handled long after it.</summary>
    [Test]
    public async Task A_late_release_leaves_the_hold_that_was_made_in_the_meantime()
    {
        var joinedAt = Installation.Clock.GetUtcNow();
        Installation.Clock.Advance(TimeSpan.FromMilliseconds(1));
        await HoldAsync();

        await Installation.CallAsync<IParticipantNameHolds>(h =>
            h.ReleaseAsync(Room, Alice, joinedAt, Ct)
        );

        Assert.That(await HoldAsync(), Is.False);
    }

    [Test]
    public async Task The_holder_can_release_the_name()
    {
        var hold = await Installation.CallAsync<IParticipantNameHolds, ParticipantNameHold?>(
            holds => holds.TryHoldAsync(Room, Alice, TokenFamily.New(epoch: 0), Ct)
        );

        await Installation.CallAsync<IParticipantNameHolds>(h => h.ReleaseAsync(hold!, Ct));

        Assert.That(await HoldAsync(), Is.True);
    }

    [Test]
    public async Task The_same_name_can_be_held_in_another_room()
    {
        await HoldAsync();
        Assert.That(await HoldAsync("other"), Is.True);
    }

    [Test]
    public async Task Each_of_many_names_requested_concurrently_has_one_holder()
    {
        var names = Enumerable.Range(0, 150).Select(n => $"Somebody {n % 50}").ToList();
        var held = await Task.WhenAll(
            names.Select(name =>
                Task.Run(() =>
                    Installation.CallAsync<IParticipantNameHolds, ParticipantNameHold?>(holds =>
                        holds.TryHoldAsync(
                            Room,
                            ParticipantName.Parse(name),
                            TokenFamily.New(epoch: 0),
                            Ct
                        )
                    )
                )
            )
        );

        var winners = names.Where((_, i) => held[i] is not null);
        Assert.That(winners, Is.EquivalentTo(names.Distinct()));
    }

    /// <summary>Earlier versions accepted names that are invalid today.</summary>
    [Test]
    public async Task Stored_names_that_are_no_longer_valid_are_harmless()
    {
        await Installation.CallAsync<MeetDbContext>(async database =>
        {
            foreach (var name in new[] { "..", "\u200B", new string('ü', 129) })
                await database.Database.ExecuteSqlAsync(
                    $"""
                    INSERT INTO "ParticipantNameHolds" ("Room", "Participant", "HeldUntil")
                    VALUES ('daily-abc', {name}, {long.MaxValue})
                    """,
                    Ct
                );
        });

        Assert.That(await HoldAsync(), Is.True);
        await Installation.CallAsync<IParticipantNameHolds>(h =>
            h.ReleaseAsync(Room, Alice, Installation.Clock.GetUtcNow(), Ct)
        );
        await Installation.CallAsync<IParticipantNameHolds>(h => h.SweepAsync(Ct));
        Assert.That(await HoldAsync(), Is.True);
    }

    [Test]
    public async Task Rooms_are_listed_once_if_a_hold_in_them_was_made_before_an_instant_and_has_not_expired()
    {
        await HoldAsync("expired");
        Installation.Clock.Advance(IParticipantNameHolds.Duration);
        await HoldAsync("listed");
        await HoldAsync("listed", Bob);
        Installation.Clock.Advance(TimeSpan.FromMilliseconds(1));
        await HoldAsync("young");

        var listed = await Installation.CallAsync<IParticipantNameHolds, IReadOnlyList<RoomName>>(
            holds => holds.ListRoomsAsync(madeBefore: Installation.Clock.GetUtcNow(), Ct)
        );

        Assert.That(listed.Select(room => room.Value), Is.EqualTo(["listed"]));
    }

    [Test]
    public async Task Holds_are_listed_by_name_in_their_room_only_and_not_if_made_later_or_expired()
    {
        await HoldAsync("daily-abc", Dave);
        Installation.Clock.Advance(IParticipantNameHolds.Duration);
        await HoldAsync("daily-abc", Alice);
        await HoldAsync("weekly-abc", Alice);
        await HoldAsync("daily-abc", Carol);
        Installation.Clock.Advance(TimeSpan.FromMilliseconds(1));
        await HoldAsync("daily-abc", Bob);
        var others = Enumerable.Range(0, 40_000).Select(i => ParticipantName.Parse($"other-{i}"));

        var listed = await Installation.CallAsync<
            IParticipantNameHolds,
            IReadOnlyList<ParticipantNameHold>
        >(holds =>
            holds.ListAsync(
                Room,
                [Alice, Bob, Dave, .. others],
                madeBefore: Installation.Clock.GetUtcNow(),
                Ct
            )
        );

        Assert.That(
            listed.Select(hold => (hold.Room, hold.Participant)),
            Is.EqualTo([(Room, Alice)])
        );
    }

    [Test]
    public async Task Only_expired_holds_are_swept()
    {
        await HoldAsync("expired");
        Installation.Clock.Advance(IParticipantNameHolds.Duration);
        await HoldAsync();

        await Installation.CallAsync<IParticipantNameHolds>(h => h.SweepAsync(Ct));

        Assert.That(
            await Installation.CallAsync<MeetDbContext, List<string>>(database =>
                database.ParticipantNameHolds.Select(hold => hold.Room.Value).ToListAsync(Ct)
            ),
            Is.EqualTo([Room.Value])
        );
    }

    private async Task<bool> HoldAsync(
        string room = "daily-abc",
        ParticipantName? participant = null
    ) =>
        await Installation.CallAsync<IParticipantNameHolds, ParticipantNameHold?>(holds =>
            holds.TryHoldAsync(
                RoomName.Parse(room),
                participant ?? Alice,
                TokenFamily.New(epoch: 0),
                Ct
            )
        )
            is not null;
}
