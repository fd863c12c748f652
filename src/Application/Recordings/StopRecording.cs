using MediatR;
using OpenViduMeet.Application.Pipeline;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Audit;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Application.Recordings;

/// <param name="Recording"><see langword="null"/> if the text is not a recording id.</param>
public sealed record StopRecording(RecordingId? Recording)
    : IRequest<Result<Recording>>,
        IRestricted,
        IAudited
{
    public Permission Needs =>
        Recording is null ? Permission.Anybody : Permission.ModeratorOf(Recording.Room);

    public AuditSubject Subject => new(Recording?.Room, Recording: Recording);
}

internal sealed class StopRecordingHandler(
    IRoomRepository rooms,
    IRecordingRepository recordings,
    IEgressService egresses,
    RecordingProgress progress
) : IRequestHandler<StopRecording, Result<Recording>>
{
    public async Task<Result<Recording>> Handle(StopRecording request, CancellationToken ct)
    {
        if (request.Recording is not { } id)
            return RecordingErrors.NotFound;
        if (await rooms.FindAsync(id.Room, ct) is { Preferences.RecordingEnabled: false })
            return AccessErrors.InsufficientPermissions;

        if (await recordings.FindAsync(id, ct) is not { IsDeleted: false } recording)
            return RecordingErrors.NotFound;
        var mayBeStopped = recording.MayBeStopped;
        if (mayBeStopped.IsFailure)
            return mayBeStopped.Error;

        var stopped = await egresses.StopAsync(id, ct);
        if (stopped.IsFailure)
            return stopped.Error;
        return await progress.ApplyAsync(stopped.Value, CancellationToken.None);
    }
}
