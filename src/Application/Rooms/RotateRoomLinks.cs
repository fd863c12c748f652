using MediatR;
using OpenViduMeet.Application.Pipeline;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Audit;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Application.Rooms;

/// <summary>
/// Replaces the links of a room. Nobody gets a token with an old link. Participants stay connected, and need the new link once their
/// token has expired.
/// </summary>
/// <param name="Room"><see langword="null"/> if the text is not a room name.</param>
/// <param name="Roles">The roles whose links are replaced.</param>
public sealed record RotateRoomLinks(RoomName? Room, IReadOnlySet<ParticipantRole> Roles)
    : IRequest<Result<Room>>,
        IAudited,
        IRestricted
{
    public Permission Needs => Permission.AdministratorOrModeratorOf(Room, ApiAccess.ChangeRooms);

    public AuditSubject Subject => new(Room, Target: string.Join(' ', Roles.Order()));
}

internal sealed class RotateRoomLinksHandler(IRoomRepository rooms)
    : IRequestHandler<RotateRoomLinks, Result<Room>>
{
    public async Task<Result<Room>> Handle(RotateRoomLinks request, CancellationToken ct) =>
        request.Room is { } name
        && await rooms.UpdateAsync(name, room => room.RotateSecrets(request.Roles), ct) is { } room
            ? room
            : RoomErrors.NotFound;
}
