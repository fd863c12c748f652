using MediatR;
using OpenViduMeet.Application.Pipeline;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Application.Recordings;

/// <param name="Recording"><see langword="null"/> if the text is not a recording id.</param>
public sealed record StreamRecordingRange(RecordingId? Recording, MediaRequest Media)
    : IRequest<Result<RecordingPlayback>>,
        IRestricted
{
    public Permission Needs => Permission.WatchRecordingsOf(Recording?.Room);
}

internal sealed class StreamRecordingRangeHandler(RecordingPlayer player)
    : IRequestHandler<StreamRecordingRange, Result<RecordingPlayback>>
{
    public async Task<Result<RecordingPlayback>> Handle(
        StreamRecordingRange request,
        CancellationToken ct
    ) =>
        request.Recording is { } id
            ? await player.PlayAsync(id, request.Media, ct)
            : RecordingErrors.NotFound;
}
