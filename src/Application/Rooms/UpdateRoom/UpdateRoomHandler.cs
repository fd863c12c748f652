using MediatR;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Application.Rooms;

internal sealed class UpdateRoomHandler(IRoomRepository rooms)
    : IRequestHandler<UpdateRoom, Result<Room>>
{
    public async Task<Result<Room>> Handle(UpdateRoom request, CancellationToken ct)
    {
        if (!request.Caller.IsAdministrator)
            return request.Caller.Refusal;
        if (!RoomName.TryParse(request.RoomName, out var name))
            return RoomErrors.NotFound;

        var updated = await rooms.UpdatePreferencesAsync(name, request.Preferences!.ApplyTo, ct);
        return updated is null ? RoomErrors.NotFound : updated;
    }
}
