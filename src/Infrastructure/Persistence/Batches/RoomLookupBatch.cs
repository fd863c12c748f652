using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Infrastructure.Persistence.Batches;

/// <summary>Finds rooms by name. Each request of a participant begins with this.</summary>
internal sealed class RoomLookupBatch(IServiceScopeFactory scopes, TimeProvider clock)
    : Batch<RoomName, Room?>(scopes)
{
    protected override async Task<IReadOnlyList<Room?>> AnswerAsync(
        MeetDbContext database,
        IReadOnlyList<RoomName> questions
    )
    {
        var now = clock.GetUtcNow();
        var names = questions.Distinct().ToArray();
        var rooms = await database
            .Rooms.Where(room => EF.Parameter(names).Contains(room.Name) && room.ExpiresAt > now)
            .ToDictionaryAsync(room => room.Name);
        return [.. questions.Select(rooms.GetValueOrDefault)];
    }
}
