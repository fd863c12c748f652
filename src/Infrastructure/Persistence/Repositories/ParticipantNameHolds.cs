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

    public Task<int> ReleaseAsync(
        RoomName room,
        IReadOnlyCollection<ParticipantName> participants,
        DateTimeOffset madeUntil,
        CancellationToken ct
    )
    {
        var heldUntil = madeUntil + IParticipantNameHolds.Duration;
        var released = participants.ToArray();
        // One parameter for all names: LiveKit sets no limit to the participants of a room, databases set one to parameters.
        return database
            .ParticipantNameHolds.Where(hold =>
                hold.Room == room
                && EF.Parameter(released).Contains(hold.Participant)
                && hold.HeldUntil <= heldUntil
            )
            .ExecuteDeleteAsync(ct);
    }

    public async Task<IReadOnlyList<RoomName>> ListRoomsAsync(
        DateTimeOffset madeBefore,
        CancellationToken ct
    )
    {
        var now = clock.GetUtcNow();
        var heldBefore = madeBefore + IParticipantNameHolds.Duration;
        return await database
            .ParticipantNameHolds.Where(hold => hold.HeldUntil > now && hold.HeldUntil < heldBefore)
            .Select(hold => hold.Room)
            .Distinct()
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
}
