using MediatR;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Application.Rooms;

internal sealed class ListRoomsHandler(IRoomRepository rooms)
    : IRequestHandler<ListRooms, Result<RoomPage>>
{
    public async Task<Result<RoomPage>> Handle(ListRooms request, CancellationToken ct)
    {
        if (!request.Caller.IsAdministrator)
            return request.Caller.Refusal;

        RoomPosition? after = null;
        if (request.NextPageToken is { } token)
            RoomPage.TryReadToken(token, out after);

        // One more than asked for, to know whether there is a next page.
        var found = await rooms.ListAsync(after, request.MaxItems + 1, ct);
        if (request.MaxItems is not { } maxItems || found.Count <= maxItems)
            return new RoomPage(found, NextPageToken: null);

        var page = found.Take(maxItems).ToList();
        return new RoomPage(page, RoomPage.TokenAfter(page[^1]));
    }
}
