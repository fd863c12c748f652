using MediatR;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Application.Participants;

/// <param name="PreviousToken">The participant token that the browser sent, to be replaced.</param>
public sealed record RefreshParticipantToken(
    Caller Caller,
    string? RoomName,
    string? ParticipantName,
    string? Secret,
    string? PreviousToken
) : IRequest<Result<ParticipantToken>>, ITokenRequest
{
    /// <summary>Never the secret or the token: a record's text ends up in logs.</summary>
    public override string ToString() => $"RefreshParticipantToken {{ RoomName = {RoomName} }}";
}
