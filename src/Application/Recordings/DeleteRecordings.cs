using MediatR;
using OpenViduMeet.Application.Pipeline;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Meetings;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Application.Recordings;

/// <summary>Deletes each recording that can be deleted, independently of the others.</summary>
public sealed record DeleteRecordings(IReadOnlyList<string> RecordingIds)
    : IRequest<Result<DeletedRecordings>>,
        IRestricted
{
    public Permission Needs => Permission.Administrator;
}

public sealed record DeletedRecordings(
    IReadOnlyList<string> Deleted,
    IReadOnlyList<KeptRecording> Kept
);

/// <param name="Reason">Why it was not deleted.</param>
public sealed record KeptRecording(string RecordingId, Error Reason);

internal sealed class DeleteRecordingsHandler(
    IRecordingRepository recordings,
    IPlayableRecordings playable,
    IRecordingStore store,
    IMeetingServer meetings
) : IRequestHandler<DeleteRecordings, Result<DeletedRecordings>>
{
    public async Task<Result<DeletedRecordings>> Handle(
        DeleteRecordings request,
        CancellationToken ct
    )
    {
        var deleted = new List<string>();
        var kept = new List<KeptRecording>();
        foreach (var id in request.RecordingIds.Distinct(StringComparer.Ordinal))
        {
            var outcome = await DeleteAsync(id, ct);
            if (outcome.IsFailure)
                kept.Add(new KeptRecording(id, outcome.Error));
            else
                deleted.Add(id);
        }

        return new DeletedRecordings(deleted, kept);
    }

    private async Task<Result> DeleteAsync(string text, CancellationToken ct)
    {
        if (!RecordingId.TryParse(text, out var id))
            return RecordingErrors.NotFound;
        var recording = await recordings.FindAsync(id, ct);
        if (recording is null)
            return RecordingErrors.NotFound;
        var mayBeDeleted = recording.MayBeDeleted;
        if (mayBeDeleted.IsFailure)
            return mayBeDeleted;

        // The row is removed last, so that an interrupted deletion can be repeated.
        var removed = await store.DeleteAsync(id, ct);
        if (removed.IsFailure)
            return removed;
        await recordings.RemoveAsync(id, ct);
        playable.Forget(id);

        // The recording is deleted even if the room cannot be signalled.
        await meetings.SendAsync(id.Room, new RecordingDeleted(recording), only: null, ct);
        return Result.Ok;
    }
}
