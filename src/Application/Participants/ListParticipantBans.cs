using MediatR;
using OpenViduMeet.Application.Pipeline;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Application.Participants;

/// <summary>Lists the bans of a room that are in force.</summary>
/// <param name="Room"><see langword="null"/> if the text is not a room name.</param>
public sealed record ListParticipantBans(RoomName? Room)
    : IRequest<Result<IReadOnlyList<ParticipantBan>>>,
        IRestricted
{
    public Permission Needs => Permission.AdministratorOrModeratorOf(Room, ApiAccess.ReadRooms);
}

internal sealed class ListParticipantBansHandler(IRoomRepository rooms, IParticipantBans bans)
    : IRequestHandler<ListParticipantBans, Result<IReadOnlyList<ParticipantBan>>>
{
    public async Task<Result<IReadOnlyList<ParticipantBan>>> Handle(
        ListParticipantBans request,
        CancellationToken ct
    )
    {
        if (request.Room is not { } name || await rooms.FindAsync(name, ct) is null)
            return RoomErrors.NotFound;

        return (await bans.ListInForceAsync(name, ct)).ToList();
    }
}
