using MediatR;
using OpenViduMeet.Application.Paging;
using OpenViduMeet.Application.Pipeline;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Application.Rooms;

/// <param name="MaxItems">Rooms at the most, 1 to 100, or <see langword="null"/> for all.</param>
/// <param name="NextPageToken">From the page before, or <see langword="null"/> for the first.</param>
public sealed record ListRooms(int? MaxItems, string? NextPageToken)
    : IRequest<Result<RoomPage>>,
        IRestricted
{
    public Permission Needs => Permission.Administrator;
}

internal sealed class ListRoomsHandler(IRoomRepository rooms)
    : IRequestHandler<ListRooms, Result<RoomPage>>
{
    public async Task<Result<RoomPage>> Handle(ListRooms request, CancellationToken ct)
    {
        RoomPosition? after = null;
        if (request.NextPageToken is { } token)
            RoomPage.TryReadToken(token, out after);

        var found = await rooms.ListAsync(after, request.MaxItems + 1, ct);
        var (page, next) = found.CutTo(request.MaxItems ?? int.MaxValue, RoomPage.TokenAfter);
        return new RoomPage(page, next);
    }
}
