using Microsoft.EntityFrameworkCore;
using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.Infrastructure.Persistence.Batches;

namespace OpenViduMeet.Infrastructure.Persistence.Repositories;

internal sealed class ParticipantNameHolds(
    MeetDbContext database,
    NameHoldBatch attempts,
    TimeProvider clock
) : IParticipantNameHolds
{
    public Task<ParticipantNameHold?> TryHoldAsync(
        RoomName room,
        ParticipantName participant,
        TokenFamily family,
        CancellationToken ct
    ) =>
        attempts.AskAsync(
            new HoldQuestion(new ParticipantInRoom(room, participant), family.Id),
            ct
        );

    /// <summary>The end of a hold, in milliseconds, tells it from a later hold of the same name.</summary>
    public Task ReleaseAsync(ParticipantNameHold hold, CancellationToken ct) =>
        database
            .ParticipantNameHolds.Where(kept =>
                kept.Room == hold.Room
                && kept.Participant == hold.Participant
                && kept.HeldUntil == hold.HeldUntil
            )
            .ExecuteDeleteAsync(ct);

    public Task ReleaseAsync(
        RoomName room,
        ParticipantName participant,
        DateTimeOffset madeUntil,
        CancellationToken ct
    )
    {
        var heldUntil = madeUntil + IParticipantNameHolds.Duration;
        return database
            .ParticipantNameHolds.Where(hold =>
                hold.Room == room && hold.Participant == participant && hold.HeldUntil <= heldUntil
            )
            .ExecuteDeleteAsync(ct);
    }

    public async Task<IReadOnlyList<RoomName>> ListRoomsAsync(
        DateTimeOffset madeBefore,
        CancellationToken ct
    ) => await Held(madeBefore).Select(hold => hold.Room).Distinct().ToListAsync(ct);

    public async Task<IReadOnlyList<ParticipantNameHold>> ListAsync(
        RoomName room,
        IReadOnlyCollection<ParticipantName> participants,
        DateTimeOffset madeBefore,
        CancellationToken ct
    )
    {
        // One parameter for all names: databases limit the number of parameters, and a room may have any number of participants.
        var asked = participants.ToArray();
        return await Held(madeBefore)
            .Where(hold => hold.Room == room && EF.Parameter(asked).Contains(hold.Participant))
            .ToListAsync(ct);
    }

    public Task SweepAsync(CancellationToken ct)
    {
        var statement = $$"""
            DELETE FROM "ParticipantNameHolds" WHERE ("Room", "Participant") IN (
                SELECT "Room", "Participant" FROM "ParticipantNameHolds" WHERE "HeldUntil" <= {0}
                {{database.ForUpdateSkipLocked}}
            )
            """;
        return database.Database.ExecuteSqlRawAsync(
            statement,
            [clock.GetUtcNow().ToUnixTimeMilliseconds()],
            ct
        );
    }

    private IQueryable<ParticipantNameHold> Held(DateTimeOffset madeBefore)
    {
        var now = clock.GetUtcNow();
        var heldBefore = madeBefore + IParticipantNameHolds.Duration;
        return database.ParticipantNameHolds.Where(hold =>
            hold.HeldUntil > now && hold.HeldUntil < heldBefore
        );
    }
}
