using MediatR;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Application.Recordings;

public sealed record StartRecording(Caller Caller, string? RoomId) : IRequest<Result<Recording>>;
