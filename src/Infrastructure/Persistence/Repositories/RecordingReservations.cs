using Microsoft.EntityFrameworkCore;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Infrastructure.Persistence.Repositories;

internal sealed class RecordingReservations(MeetDbContext database, TimeProvider clock)
    : IRecordingReservations
{
    /// <summary>The room is the primary key, so of several inserts at once, one succeeds.</summary>
    public async Task<bool> TryReserveAsync(RoomName room, string uid, CancellationToken ct)
    {
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        var reserved = await database.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO "RecordingReservations" ("Room", "Uid", "MadeAt")
            VALUES ({room.Value}, {uid}, {now})
            ON CONFLICT ("Room") DO NOTHING
            """,
            ct
        );
        return reserved == 1;
    }

    public Task<bool> IsReservedAsync(RoomName room, string uid, CancellationToken ct) =>
        Of(room, uid).AnyAsync(ct);

    public Task ReleaseAsync(RoomName room, string uid, CancellationToken ct) =>
        Of(room, uid).ExecuteDeleteAsync(ct);

    public async Task<IReadOnlyList<RecordingReservation>> ListAsync(
        DateTimeOffset madeBefore,
        CancellationToken ct
    ) =>
        await database
            .RecordingReservations.Where(reservation => reservation.MadeAt < madeBefore)
            .ToListAsync(ct);

    private IQueryable<RecordingReservation> Of(RoomName room, string uid) =>
        database.RecordingReservations.Where(reservation =>
            reservation.Room == room && reservation.Uid == uid
        );
}
