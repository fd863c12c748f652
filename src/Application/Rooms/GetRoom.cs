using MediatR;
using OpenViduMeet.Application.Pipeline;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Application.Rooms;

public sealed record GetRoom(string RoomName) : IRequest<Result<Room>>, IRestricted
{
    public Permission Needs => Permission.AdministratorOrModeratorOf(RoomName);
}

internal sealed class GetRoomHandler(IRoomRepository rooms) : IRequestHandler<GetRoom, Result<Room>>
{
    public async Task<Result<Room>> Handle(GetRoom request, CancellationToken ct)
    {
        var room = await rooms.FindAsync(request.RoomName, ct);
        return room is null ? RoomErrors.NotFound : room;
    }
}
