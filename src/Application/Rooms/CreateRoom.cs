using MediatR;
using OpenViduMeet.Application.Pipeline;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Audit;
using OpenViduMeet.Domain.Meetings;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Application.Rooms;

/// <param name="ExpiresAt">An instant in the future.</param>
/// <param name="MaxParticipants"><see langword="null"/> for no limit.</param>
public sealed record CreateRoom(
    RoomNamePrefix Prefix,
    DateTimeOffset ExpiresAt,
    int? MaxParticipants,
    RoomPreferences Preferences
) : IRequest<Result<Room>>, IRestricted, IAudited
{
    public Permission Needs => Permission.CreateRooms;

    public AuditSubject Subject => AuditSubject.None;
}

internal sealed class CreateRoomHandler(
    IRoomRepository rooms,
    IMeetingServer meetings,
    AuditTrail trail,
    TimeProvider clock
) : IRequestHandler<CreateRoom, Result<Room>>
{
    public async Task<Result<Room>> Handle(CreateRoom request, CancellationToken ct)
    {
        var room = Room.Create(
            request.Prefix,
            request.ExpiresAt,
            request.MaxParticipants,
            request.Preferences,
            clock
        );

        // LiveKit first, so that no room is saved that LiveKit did not open. If saving fails, LiveKit closes the empty room by itself.
        var opened = await meetings.OpenRoomAsync(room, ct);
        if (opened.IsFailure)
            return opened.Error;

        trail.About(room.Name);
        await rooms.AddAsync(room, ct);
        return room;
    }
}
