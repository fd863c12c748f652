using MediatR;
using OpenViduMeet.Application.Pipeline;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Application.Participants;

public sealed record DisconnectParticipant(Caller Caller, string? RoomName, string? ParticipantName)
    : IRequest<Result>,
        IAudited;
