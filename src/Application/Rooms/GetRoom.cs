using MediatR;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Application.Rooms;

public sealed record GetRoom(Caller Caller, string RoomName) : IRequest<Result<Room>>;

internal sealed class GetRoomHandler(IRoomRepository rooms) : IRequestHandler<GetRoom, Result<Room>>
{
    public async Task<Result<Room>> Handle(GetRoom request, CancellationToken ct)
    {
        if (!request.Caller.IsAdministrator && !request.Caller.IsModeratorOf(request.RoomName))
            return request.Caller.Refusal;

        var room = await rooms.FindAsync(request.RoomName, ct);
        return room is null ? RoomErrors.NotFound : room;
    }
}
