using MediatR;
using OpenViduMeet.Application.Pipeline;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Application.Recordings;

/// <param name="Recording"><see langword="null"/> if the text is not a recording id.</param>
public sealed record GetRecording(RecordingId? Recording) : IRequest<Result<Recording>>, IRestricted
{
    public Permission Needs => Permission.WatchRecordingsOf(Recording?.Room);
}

internal sealed class GetRecordingHandler(IRecordingRepository recordings)
    : IRequestHandler<GetRecording, Result<Recording>>
{
    public async Task<Result<Recording>> Handle(GetRecording request, CancellationToken ct) =>
        request.Recording is { } id
        && await recordings.FindAsync(id, ct) is { IsDeleted: false } recording
            ? recording
            : RecordingErrors.NotFound;
}
