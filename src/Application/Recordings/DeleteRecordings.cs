using MediatR;
using Microsoft.Extensions.Logging;
using OpenViduMeet.Application.Pipeline;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Audit;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Application.Recordings;

/// <summary>
/// Deletes each recording that can be deleted, independently of the others. If the media of a recording cannot be removed now, the recording
/// no longer exists for callers, the request may be repeated, and the reconciler removes it otherwise.
/// </summary>
public sealed record DeleteRecordings(IReadOnlyList<RecordingReference> Recordings)
    : IRequest<Result<DeletedRecordings>>,
        IRestricted,
        IAudited
{
    public Permission Needs => Permission.AdministratorOrKey(ApiAccess.ChangeRecordings);

    public AuditSubject Subject => AuditSubject.None;
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

internal sealed partial class DeleteRecordingsHandler(
    RecordingRemoval removal,
    AuditTrail trail,
    ILogger<DeleteRecordingsHandler> logger
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
            trail.Next(new AuditSubject(recording.Id?.Room, Recording: recording.Id));
            var outcome = await TryDeleteAsync(recording.Id, deleted.Count > 0, ct);
            if (outcome.IsFailure)
            {
                trail.Drop();
                kept.Add(new KeptRecording(recording.Text, outcome.Error));
            }
            else
                deleted.Add(recording.Text);
        }

        return new DeletedRecordings(deleted, kept);
    }

    /// <param name="isAnyDeleted">Whether an exception would hide from the caller that other recordings were deleted.</param>
    private async Task<Result> TryDeleteAsync(
        RecordingId? id,
        bool isAnyDeleted,
        CancellationToken ct
    )
    {
        try
        {
            return await DeleteAsync(id, ct);
        }
        catch (Exception failed) when (isAnyDeleted && !ct.IsCancellationRequested)
        {
            LogFailed(failed, id);
            return StorageErrors.Unavailable;
        }
    }

    private async Task<Result> DeleteAsync(RecordingId? id, CancellationToken ct)
    {
        if (id is null)
            return RecordingErrors.NotFound;
        var marked = await removal.MarkAsync(id, ct);
        return marked.IsFailure ? marked.Error : await removal.RemoveAsync(marked.Value, ct);
    }

    [LoggerMessage(
        LogLevel.Error,
        "Recording {Id} could not be deleted. Other recordings were deleted by the same request."
    )]
    private partial void LogFailed(Exception exception, RecordingId? id);
}
