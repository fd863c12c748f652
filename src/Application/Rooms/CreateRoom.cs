using MediatR;
using OpenViduMeet.Application.Pipeline;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Meetings;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Application.Rooms;

/// <param name="ExpirationDate">In milliseconds since the Unix epoch.</param>
/// <param name="RoomNamePrefix">The readable beginning of the name; characters that a name cannot have are dropped.</param>
/// <param name="MaxParticipants"><see langword="null"/> for no limit.</param>
public sealed record CreateRoom(
    long? ExpirationDate,
    string? RoomNamePrefix,
    int? MaxParticipants,
    RoomPreferences Preferences
) : IRequest<Result<Room>>, IRestricted
{
    public Permission Needs => Permission.CreateRooms;
}

internal sealed class CreateRoomHandler(
    IRoomRepository rooms,
    IMeetingServer meetings,
    TimeProvider clock
) : IRequestHandler<CreateRoom, Result<Room>>
{
    public async Task<Result<Room>> Handle(CreateRoom request, CancellationToken ct)
    {
        var room = Room.Create(
            RoomNamePrefix.From(request.RoomNamePrefix),
            DateTimeOffset.FromUnixTimeMilliseconds(request.ExpirationDate!.Value),
            request.MaxParticipants,
            request.Preferences,
            clock
        );

        // LiveKit first: a room of which we do not know closes when nobody comes, a room that nobody opened is no room.
        var opened = await meetings.OpenRoomAsync(room, ct);
        if (opened.IsFailure)
            return opened.Error;

        await rooms.AddAsync(room, ct);
        return room;
    }
}
