using MediatR;
using OpenViduMeet.Application.Paging;
using OpenViduMeet.Application.Pipeline;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Paging;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Application.Rooms;

/// <param name="After">The position of the last item of the previous page, or <see langword="null"/> for the first page.</param>
public sealed record ListRooms(PageSize Size, RoomPosition? After)
    : IRequest<Result<RoomPage>>,
        IRestricted
{
    public Permission Needs => Permission.AdministratorOrKey(ApiAccess.ReadRooms);
}

internal sealed class ListRoomsHandler(IRoomRepository rooms)
    : IRequestHandler<ListRooms, Result<RoomPage>>
{
    public async Task<Result<RoomPage>> Handle(ListRooms request, CancellationToken ct)
    {
        var size = request.Size.Value;
        var found = await rooms.ListAsync(request.After, size + 1, ct);
        var (page, next) = found.CutTo(size, RoomPosition.Of);
        return new RoomPage(page, next);
    }
}

/// <param name="Rooms">Newest first.</param>
/// <param name="Next">The position after which the next page begins, or <see langword="null"/> on the last page.</param>
public sealed record RoomPage(IReadOnlyList<Room> Rooms, RoomPosition? Next);
