using MediatR;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Application.Participants;

/// <param name="HeldToken">The participant token that the browser sent, good or not.</param>
public sealed record GenerateParticipantToken(
    Caller Caller,
    string? RoomName,
    string? ParticipantName,
    string? Secret,
    string? HeldToken
) : IRequest<Result<ParticipantToken>>, ITokenRequest
{
    /// <summary>Never the secret or the token: a record's text ends up in logs.</summary>
    public override string ToString() => $"GenerateParticipantToken {{ RoomName = {RoomName} }}";
}
