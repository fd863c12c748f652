using MediatR;
using OpenViduMeet.Application.Pipeline;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Application.Rooms;

/// <param name="Room"><see langword="null"/> if the text is not a room name.</param>
public sealed record GetRoom(RoomName? Room) : IRequest<Result<Room>>, IRestricted
{
    public Permission Needs => Permission.AdministratorOrModeratorOf(Room, ApiAccess.ReadRooms);
}

internal sealed class GetRoomHandler(IRoomRepository rooms) : IRequestHandler<GetRoom, Result<Room>>
{
    public async Task<Result<Room>> Handle(GetRoom request, CancellationToken ct) =>
        request.Room is { } name && await rooms.FindAsync(name, ct) is { } room
            ? room
            : RoomErrors.NotFound;
}
