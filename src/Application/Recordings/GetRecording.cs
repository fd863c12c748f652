using MediatR;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Application.Recordings;

public sealed record GetRecording(Caller Caller, string RecordingId) : IRequest<Result<Recording>>;

internal sealed class GetRecordingHandler(IRecordingRepository recordings)
    : IRequestHandler<GetRecording, Result<Recording>>
{
    public async Task<Result<Recording>> Handle(GetRecording request, CancellationToken ct)
    {
        if (!request.Caller.IsAdministrator)
            return request.Caller.Refusal;
        if (!RecordingId.TryParse(request.RecordingId, out var id))
            return RecordingErrors.NotFound;

        var recording = await recordings.FindAsync(id, ct);
        return recording is null ? RecordingErrors.NotFound : recording;
    }
}
