using MediatR;
using OpenViduMeet.Application.Pipeline;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Meetings;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Application.Recordings;

/// <summary>Deletes each recording that can be deleted, independently of the others.</summary>
public sealed record DeleteRecordings(IReadOnlyList<RecordingReference> Recordings)
    : IRequest<Result<DeletedRecordings>>,
        IRestricted
{
    public Permission Needs => Permission.Administrator;
}

/// <summary>A recording as the caller named it.</summary>
/// <param name="Id"><see langword="null"/> if the text is not a recording id.</param>
public sealed record RecordingReference(string Text, RecordingId? Id)
{
    public static RecordingReference To(RecordingId? id) => new(id?.ToString() ?? "", id);
}

public sealed record DeletedRecordings(
    IReadOnlyList<string> Deleted,
    IReadOnlyList<KeptRecording> Kept
);

/// <param name="Reason">Why the recording was not deleted.</param>
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
        foreach (var recording in request.Recordings.Distinct())
        {
            var outcome = await DeleteAsync(recording.Id, ct);
            if (outcome.IsFailure)
                kept.Add(new KeptRecording(recording.Text, outcome.Error));
            else
                deleted.Add(recording.Text);
        }

        return new DeletedRecordings(deleted, kept);
    }

    private async Task<Result> DeleteAsync(RecordingId? id, CancellationToken ct)
    {
        if (id is null || await recordings.FindAsync(id, ct) is not { } recording)
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
