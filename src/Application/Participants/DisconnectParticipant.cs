using MediatR;
using OpenViduMeet.Application.Pipeline;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Meetings;
using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Application.Participants;

public sealed record DisconnectParticipant(string? RoomName, string? ParticipantName)
    : IRequest<Result>,
        IAudited,
        IRestricted
{
    public Permission Needs => Permission.ModeratorOf(RoomName);
}

internal sealed class DisconnectParticipantHandler(
    IMeetingServer meetings,
    IParticipantNameHolds holds
) : IRequestHandler<DisconnectParticipant, Result>
{
    public async Task<Result> Handle(DisconnectParticipant request, CancellationToken ct)
    {
        var room = Domain.Rooms.RoomName.Parse(request.RoomName!);
        if (!ParticipantName.TryParse(request.ParticipantName, out var name) || name.IsReserved)
            return ParticipantErrors.NotFound;

        var disconnected = await meetings.DisconnectAsync(room, name, ct);
        if (disconnected.IsFailure)
            return disconnected;

        await holds.ReleaseAsync(room, name, ct);
        return Result.Ok;
    }
}
