using Microsoft.EntityFrameworkCore;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Infrastructure.Persistence.Repositories;

internal sealed class RoomRepository(MeetDbContext database, TimeProvider clock) : IRoomRepository
{
    private IQueryable<Room> Existing
    {
        get
        {
            var now = clock.GetUtcNow();
            return database.Rooms.AsNoTracking().Where(room => room.ExpiresAt > now);
        }
    }

    public Task<Room?> FindAsync(RoomName name, CancellationToken ct) =>
        Existing.FirstOrDefaultAsync(room => room.Name == name, ct);

    public async Task<IReadOnlyList<Room>> ListAsync(
        RoomPosition? after,
        int? maxItems,
        CancellationToken ct
    )
    {
        var rooms = Existing;
        if (after is not null)
        {
            rooms = rooms.Where(room =>
                room.CreatedAt < after.CreatedAt
                || (
                    room.CreatedAt == after.CreatedAt
                    && string.Compare((string)(object)room.Name, after.Name.Value) > 0
                )
            );
        }

        rooms = rooms.OrderByDescending(room => room.CreatedAt).ThenBy(room => room.Name);
        if (maxItems is { } most)
            rooms = rooms.Take(most);
        return await rooms.ToListAsync(ct);
    }

    public async Task AddAsync(Room room, CancellationToken ct)
    {
        database.Rooms.Add(room);
        await database.SaveChangesAsync(ct);
    }
}
