using OpenViduMeet.Domain.Meetings;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Recordings.Links;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Application.Recordings;

/// <summary>
/// Deletes recordings. A recording is first marked as deleted in the database. So no caller sees a recording whose media is being removed,
/// and a removal that is interrupted or fails is finished by the reconciler.
/// </summary>
internal sealed class RecordingRemoval(
    IRecordingRepository recordings,
    IPlayableRecordings playable,
    IRecordingLinkRepository links,
    IRecordingStore store,
    IMeetingServer meetings
)
{
    /// <summary>The number of attempts. A recording does not have more concurrent changes.</summary>
    private const int MaxAttempts = 10;

    /// <returns>The recording as it was before; the error if there is no such recording, or if it cannot be deleted now.</returns>
    public async Task<Result<Recording>> MarkAsync(RecordingId id, CancellationToken ct)
    {
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            if (await recordings.FindAsync(id, ct) is not { } recording)
                return RecordingErrors.NotFound;
            var mayBeDeleted = recording.MayBeDeleted;
            if (mayBeDeleted.IsFailure)
                return mayBeDeleted.Error;
            if (
                recording.IsDeleted
                || await recordings.TryReplaceAsync(recording, recording.Delete(), ct)
            )
            {
                playable.Forget(id);
                await links.RemoveAllAsync(id, ct);
                return recording;
            }
        }

        return StorageErrors.Unavailable;
    }

    /// <summary>Removes the media, the metadata, and then the row of a recording that is marked as deleted. Can be repeated.</summary>
    public async Task<Result> RemoveAsync(Recording recording, CancellationToken ct)
    {
        var removed = await store.DeleteAsync(recording.Id, ct);
        if (removed.IsFailure)
            return removed;
        await recordings.RemoveAsync(recording.Id, ct);

        // The recording is deleted even if the room cannot be signalled.
        await meetings.SendAsync(
            recording.Id.Room,
            new RecordingDeleted(recording),
            only: null,
            ct
        );
        return Result.Ok;
    }
}
