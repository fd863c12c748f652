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
    public Task<bool> TryHoldAsync(
        RoomName room,
        ParticipantName participant,
        CancellationToken ct
    ) => attempts.AskAsync(new ParticipantInRoom(room, participant), ct);

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
