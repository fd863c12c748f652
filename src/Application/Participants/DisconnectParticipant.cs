using MediatR;
using OpenViduMeet.Application.Pipeline;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Meetings;
using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Application.Participants;

/// <param name="Participant"><see langword="null"/> if the text is not a participant name.</param>
public sealed record DisconnectParticipant(RoomName Room, ParticipantName? Participant)
    : IRequest<Result>,
        IAudited,
        IRestricted
{
    public Permission Needs => Permission.ModeratorOf(Room);
}

internal sealed class DisconnectParticipantHandler(
    IMeetingServer meetings,
    IParticipantNameHolds holds,
    TimeProvider clock
) : IRequestHandler<DisconnectParticipant, Result>
{
    public async Task<Result> Handle(DisconnectParticipant request, CancellationToken ct)
    {
        if (request.Participant is not { IsReserved: false } name)
            return ParticipantErrors.NotFound;

        // Once the participant is out, somebody else may take the name.
        var began = clock.GetUtcNow();
        var disconnected = await meetings.DisconnectAsync(request.Room, name, ct);
        if (disconnected.IsFailure)
            return disconnected;

        await holds.ReleaseAsync(request.Room, name, madeUntil: began, ct);
        return Result.Ok;
    }
}
