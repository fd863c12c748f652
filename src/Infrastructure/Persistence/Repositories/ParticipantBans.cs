using Microsoft.EntityFrameworkCore;
using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.Infrastructure.Participants;

namespace OpenViduMeet.Infrastructure.Persistence.Repositories;

internal sealed class ParticipantBans(
    MeetDbContext database,
    KickOptions options,
    TimeProvider clock
) : IParticipantBans
{
    /// <summary>One statement, so that two disconnections at once count twice.</summary>
    public Task BanAsync(RoomName room, ParticipantName participant, CancellationToken ct)
    {
        var since = clock.GetUtcNow();
        var until = since + options.Hold;
        return database.ChangeAsync(
            () =>
                database.Database.ExecuteSqlAsync(
                    $"""
                    INSERT INTO "ParticipantBans" ("Room", "Participant", "Epoch", "Since", "Until")
                    VALUES ({room.Value}, {participant.Value}, 1, {since.ToUnixTimeMilliseconds()}, {until.ToUnixTimeMilliseconds()})
                    ON CONFLICT ("Room", "Participant") DO UPDATE SET
                        "Epoch" = "ParticipantBans"."Epoch" + 1, "Since" = excluded."Since", "Until" = excluded."Until"
                    """,
                    ct
                ),
            ct
        );
    }

    public async Task<bool> LiftAsync(
        RoomName room,
        ParticipantName participant,
        CancellationToken ct
    )
    {
        var now = clock.GetUtcNow();
        var ban = InForce().Where(ban => ban.Room == room && ban.Participant == participant);
        return await database.ChangeAsync(
                () => ban.ExecuteUpdateAsync(set => set.SetProperty(ended => ended.Until, now), ct),
                ct
            ) == 1;
    }

    public Task<ParticipantBan?> FindAsync(
        RoomName room,
        ParticipantName participant,
        CancellationToken ct
    ) =>
        database.ParticipantBans.FirstOrDefaultAsync(
            ban => ban.Room == room && ban.Participant == participant,
            ct
        );

    public async Task<IReadOnlyList<ParticipantBan>> ListInForceAsync(
        RoomName room,
        CancellationToken ct
    ) =>
        await InForce()
            .Where(ban => ban.Room == room)
            .OrderByDescending(ban => ban.Since)
            .ThenBy(ban => ban.Participant)
            .ToListAsync(ct);

    public async Task<IReadOnlyList<ParticipantBan>> ListAsync(CancellationToken ct) =>
        await database.ParticipantBans.ToListAsync(ct);

    private IQueryable<ParticipantBan> InForce()
    {
        var now = clock.GetUtcNow();
        return database.ParticipantBans.Where(ban => ban.Until > now);
    }
}
