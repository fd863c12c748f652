using MediatR;
using OpenViduMeet.Application.Pipeline;
using OpenViduMeet.Application.Telemetry;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Audit;
using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Application.Participants;

/// <summary>Disconnects a participant, as an administrator: see <see cref="ParticipantRemoval"/>.</summary>
/// <param name="Room"><see langword="null"/> if the text is not a room name.</param>
/// <param name="Participant"><see langword="null"/> if the text is not a participant name.</param>
public sealed record RemoveParticipant(RoomName? Room, ParticipantName? Participant)
    : IRequest<Result>,
        IAudited,
        ICounted,
        IRestricted
{
    public Permission Needs => Permission.AdministratorOrKey(ApiAccess.ChangeRooms);

    public CountedAs CountedAs => CountedAs.Disconnection;

    public AuditSubject Subject => new(Room, Participant);
}

internal sealed class RemoveParticipantHandler(IRoomRepository rooms, ParticipantRemoval removal)
    : IRequestHandler<RemoveParticipant, Result>
{
    public async Task<Result> Handle(RemoveParticipant request, CancellationToken ct)
    {
        // The meeting server may also have rooms of others.
        if (request.Room is not { } room || await rooms.FindAsync(room, ct) is null)
            return RoomErrors.NotFound;

        return await removal.RemoveAsync(room, request.Participant, ct);
    }
}
