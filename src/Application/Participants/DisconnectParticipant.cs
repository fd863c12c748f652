using MediatR;
using OpenViduMeet.Application.Pipeline;
using OpenViduMeet.Application.Telemetry;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Audit;
using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Application.Participants;

/// <summary>Disconnects a participant, as a moderator of the room: see <see cref="ParticipantRemoval"/>.</summary>
/// <param name="Participant"><see langword="null"/> if the text is not a participant name.</param>
public sealed record DisconnectParticipant(RoomName Room, ParticipantName? Participant)
    : IRequest<Result>,
        IAudited,
        ICounted,
        IRestricted
{
    public Permission Needs => Permission.ModeratorOf(Room);

    public CountedAs CountedAs => CountedAs.Disconnection;

    public AuditSubject Subject => new(Room, Participant);
}

internal sealed class DisconnectParticipantHandler(ParticipantRemoval removal)
    : IRequestHandler<DisconnectParticipant, Result>
{
    public Task<Result> Handle(DisconnectParticipant request, CancellationToken ct) =>
        removal.RemoveAsync(request.Room, request.Participant, ct);
}
