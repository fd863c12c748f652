using MediatR;
using OpenViduMeet.Application.Rooms;
using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Application.Participants;

internal sealed class GetParticipantRoleHandler(IRoomRepository rooms)
    : IRequestHandler<GetParticipantRole, Result<ParticipantRole>>
{
    public async Task<Result<ParticipantRole>> Handle(
        GetParticipantRole request,
        CancellationToken ct
    )
    {
        var room = await rooms.FindAsync(request.RoomName, ct);
        if (room is null)
            return RoomErrors.NotFound;

        return room.RoleFor(request.Secret!) is { } role
            ? role
            : ParticipantErrors.SecretGivesNoRole;
    }
}
