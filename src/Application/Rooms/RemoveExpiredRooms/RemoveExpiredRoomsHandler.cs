using MediatR;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Application.Rooms;

internal sealed class RemoveExpiredRoomsHandler(IRoomRepository rooms, RoomRemoval removal)
    : IRequestHandler<RemoveExpiredRooms, Result>
{
    public async Task<Result> Handle(RemoveExpiredRooms request, CancellationToken ct)
    {
        foreach (var room in await rooms.ListExpiredAsync(ct))
        {
            var removed = await removal.RemoveAsync(room, ct);
            if (removed.IsFailure)
                return removed;
        }

        return Result.Ok;
    }
}
