using MediatR;
using OpenViduMeet.Application.Pipeline;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Meetings;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Application.Participants;

/// <summary>Lists the participants in a room, the first to join first.</summary>
/// <param name="Room"><see langword="null"/> if the text is not a room name.</param>
public sealed record ListParticipants(RoomName? Room)
    : IRequest<Result<IReadOnlyList<PresentParticipant>>>,
        IRestricted
{
    public Permission Needs => Permission.AdministratorOrKey(ApiAccess.ReadRooms);
}

internal sealed class ListParticipantsHandler(IRoomRepository rooms, IMeetingServer meetings)
    : IRequestHandler<ListParticipants, Result<IReadOnlyList<PresentParticipant>>>
{
    public async Task<Result<IReadOnlyList<PresentParticipant>>> Handle(
        ListParticipants request,
        CancellationToken ct
    )
    {
        if (request.Room is not { } name || await rooms.FindAsync(name, ct) is null)
            return RoomErrors.NotFound;

        var present = await meetings.ListParticipantsAsync(name, ct);
        if (present.IsFailure)
            return present.Error;

        return present
            .Value.OrderBy(participant => participant.JoinedAt)
            .ThenBy(participant => participant.Name.Value, StringComparer.Ordinal)
            .ToList();
    }
}
