using MediatR;
using OpenViduMeet.Application.Pipeline;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Audit;
using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Application.Participants;

/// <summary>Ends a ban early, so that the participant can get a new token. The revoked tokens stay revoked.</summary>
/// <param name="Room"><see langword="null"/> if the text is not a room name.</param>
/// <param name="Participant"><see langword="null"/> if the text is not a participant name.</param>
public sealed record LiftParticipantBan(RoomName? Room, ParticipantName? Participant)
    : IRequest<Result>,
        IAudited,
        IRestricted
{
    public Permission Needs => Permission.AdministratorOrModeratorOf(Room, ApiAccess.ChangeRooms);

    public AuditSubject Subject => new(Room, Participant);
}

internal sealed class LiftParticipantBanHandler(IRoomRepository rooms, IParticipantBans bans)
    : IRequestHandler<LiftParticipantBan, Result>
{
    public async Task<Result> Handle(LiftParticipantBan request, CancellationToken ct)
    {
        if (request.Room is not { } room || await rooms.FindAsync(room, ct) is null)
            return RoomErrors.NotFound;

        return request.Participant is { } name && await bans.LiftAsync(room, name, ct)
            ? Result.Ok
            : ParticipantErrors.NotFound;
    }
}
