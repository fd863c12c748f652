using MediatR;
using OpenViduMeet.Application.Pipeline;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Application.Recordings;

public sealed record GetRecording(string RecordingId) : IRequest<Result<Recording>>, IRestricted
{
    public Permission Needs => Permission.Administrator;
}

internal sealed class GetRecordingHandler(IRecordingRepository recordings)
    : IRequestHandler<GetRecording, Result<Recording>>
{
    public async Task<Result<Recording>> Handle(GetRecording request, CancellationToken ct)
    {
        if (!RecordingId.TryParse(request.RecordingId, out var id))
            return RecordingErrors.NotFound;

        var recording = await recordings.FindAsync(id, ct);
        return recording is null ? RecordingErrors.NotFound : recording;
    }
}
