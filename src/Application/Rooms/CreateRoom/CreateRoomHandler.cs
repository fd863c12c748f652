using MediatR;
using OpenViduMeet.Domain.Preferences;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Application.Rooms;

internal sealed class CreateRoomHandler(
    IRoomRepository rooms,
    IPreferencesRepository preferences,
    TimeProvider clock
) : IRequestHandler<CreateRoom, Result<Room>>
{
    public async Task<Result<Room>> Handle(CreateRoom request, CancellationToken ct)
    {
        var security = await preferences.GetSecurityAsync(ct);
        var allowed = security.MayCreateRooms(request.Caller);
        if (allowed.IsFailure)
            return allowed.Error;

        var room = Room.Create(
            RoomNamePrefix.From(request.RoomNamePrefix),
            DateTimeOffset.FromUnixTimeMilliseconds(request.ExpirationDate!.Value),
            request.MaxParticipants,
            request.Preferences,
            clock
        );
        await rooms.AddAsync(room, ct);
        return room;
    }
}
