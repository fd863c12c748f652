using MediatR;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Application.Recordings;

public sealed record GetRecording(Caller Caller, string RecordingId) : IRequest<Result<Recording>>;
