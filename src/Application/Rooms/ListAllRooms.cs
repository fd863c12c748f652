using MediatR;
using OpenViduMeet.Application.Pipeline;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Application.Rooms;

/// <summary>Reads all rooms, the newest first, as they are asked for.</summary>
/// <param name="After">The position of the last item of the previous page, or <see langword="null"/> to begin with the newest.</param>
public sealed record ListAllRooms(RoomPosition? After, RoomParts Parts)
    : IRequest<Result<AllRooms>>,
        IRestricted
{
    public Permission Needs => Permission.AdministratorOrKey(ApiAccess.ReadRooms);
}

internal sealed class ListAllRoomsHandler(IRoomRepository rooms)
    : IRequestHandler<ListAllRooms, Result<AllRooms>>
{
    public Task<Result<AllRooms>> Handle(ListAllRooms request, CancellationToken ct) =>
        Task.FromResult<Result<AllRooms>>(
            new AllRooms(rooms.ReadAllAsync(request.After, request.Parts, ct))
        );
}

public sealed record AllRooms(IAsyncEnumerable<RoomExcerpt> Rooms);
