using MediatR;
using OpenViduMeet.Application.Access;
using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Application.Participants;

/// <summary>In which role a secret would let somebody join.</summary>
public sealed record GetParticipantRole(string RoomName, string? Secret)
    : IRequest<Result<ParticipantRole>>,
        IGuess
{
    string? IGuess.Target => RoomSecretGuess.TargetOf(RoomName);

    /// <summary>Never the secret: a record's text ends up in logs.</summary>
    public override string ToString() => $"GetParticipantRole {{ RoomName = {RoomName} }}";
}
