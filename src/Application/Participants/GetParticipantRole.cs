using MediatR;
using OpenViduMeet.Application.Pipeline;
using OpenViduMeet.Application.Rooms;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Application.Participants;

/// <summary>In which role a secret would let somebody join.</summary>
public sealed record GetParticipantRole(string RoomName, string? Secret)
    : IRequest<Result<ParticipantRole>>,
        IGuess,
        IRestricted
{
    public Permission Needs => Permission.Anybody;

    string? IGuess.Target => RoomSecretGuess.TargetOf(RoomName);

    /// <summary>Never the secret: a record's text ends up in logs.</summary>
    public override string ToString() => $"GetParticipantRole {{ RoomName = {RoomName} }}";
}

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
