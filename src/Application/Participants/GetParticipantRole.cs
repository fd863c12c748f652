using MediatR;
using OpenViduMeet.Application.Pipeline;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Admission;
using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Application.Participants;

/// <summary>Gets the role that a secret gives in a room.</summary>
/// <param name="Room"><see langword="null"/> if the text is not a room name.</param>
public sealed record GetParticipantRole(RoomName? Room, RoomSecret Secret)
    : IRequest<Result<ParticipantRole>>,
        IGuess,
        IRestricted
{
    public Permission Needs => Permission.Anybody;

    string? IGuess.Target => RoomSecretGuess.TargetOf(Room);

    /// <summary>Omits the secret, because the text of a record ends up in logs.</summary>
    public override string ToString() => $"GetParticipantRole {{ Room = {Room} }}";
}

internal sealed class GetParticipantRoleHandler(IAdmissionRulesReader rules)
    : IRequestHandler<GetParticipantRole, Result<ParticipantRole>>
{
    public async Task<Result<ParticipantRole>> Handle(
        GetParticipantRole request,
        CancellationToken ct
    )
    {
        if (
            request.Room is not { } name
            || await rules.FindAsync(name, people: [], ct) is not { Room: { } room }
        )
            return RoomErrors.NotFound;

        return room.RoleFor(request.Secret) is { } role
            ? role
            : ParticipantErrors.SecretGivesNoRole;
    }
}
