using MediatR;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Application.Recordings;

public sealed record StopRecording(Caller Caller, string RecordingId) : IRequest<Result<Recording>>;
