using Microsoft.EntityFrameworkCore;
using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Infrastructure.Persistence.Repositories;

internal sealed class ParticipantNameHolds(MeetDbContext database, TimeProvider clock)
    : IParticipantNameHolds
{
    /// <summary>One statement, so that the database decides who of several is first. Lapsed holds are taken over.</summary>
    public async Task<bool> TryHoldAsync(
        RoomName room,
        ParticipantName participant,
        CancellationToken ct
    )
    {
        var now = clock.GetUtcNow();
        var until = (now + IParticipantNameHolds.Duration).ToUnixTimeMilliseconds();
        var held = await database.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO "ParticipantNameHolds" ("Room", "Participant", "HeldUntil")
            VALUES ({room.Value}, {participant.Value}, {until})
            ON CONFLICT ("Room", "Participant") DO UPDATE SET "HeldUntil" = excluded."HeldUntil"
            WHERE "ParticipantNameHolds"."HeldUntil" <= {now.ToUnixTimeMilliseconds()}
            """,
            ct
        );
        return held == 1;
    }

    public Task ReleaseAsync(RoomName room, ParticipantName participant, CancellationToken ct) =>
        database
            .ParticipantNameHolds.Where(hold =>
                hold.Room == room && hold.Participant == participant
            )
            .ExecuteDeleteAsync(ct);

    public async Task<IReadOnlyList<RoomName>> ListRoomsAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return await database
            .ParticipantNameHolds.Where(hold => hold.HeldUntil > now)
            .Select(hold => hold.Room)
            .Distinct()
            .ToListAsync(ct);
    }

    public Task SweepAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return database
            .ParticipantNameHolds.Where(hold => hold.HeldUntil <= now)
            .ExecuteDeleteAsync(ct);
    }
}
