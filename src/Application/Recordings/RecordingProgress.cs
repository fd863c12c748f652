using OpenViduMeet.Domain.Meetings;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Application.Recordings;

/// <summary>
/// Moves recordings on as LiveKit reports on them, and does what each step asks for. Every part can be repeated: a step that
/// failed half-way is finished by the next report, or by the reconciler.
/// </summary>
internal sealed class RecordingProgress(
    IRecordingRepository recordings,
    IRecordingReservations reservations,
    IRecordingStore store,
    IMeetingServer meetings,
    TimeProvider clock
)
{
    /// <summary>More often than so many others do not change one recording at the same moment.</summary>
    private const int MaxAttempts = 10;

    /// <summary>Moves a recording on, and does what its status asks for. What cannot be done yet is left to the reconciler.</summary>
    /// <returns>The recording, or <see cref="RecordingErrors.NotFound"/> if the report is of none of ours.</returns>
    public async Task<Result<Recording>> ApplyAsync(EgressReport report, CancellationToken ct)
    {
        var advanced = await AdvanceAsync(report, ct);
        if (advanced.IsFailure)
            return advanced;
        var settled = await SettleAsync(advanced.Value, ct);
        return settled.IsFailure ? advanced : settled;
    }

    /// <summary>Moves a recording on as far as the report says.</summary>
    /// <returns>
    /// The recording, moved on or not; <see cref="RecordingErrors.NotFound"/> if the report is of none of ours;
    /// <see cref="StorageErrors.Unavailable"/> if others change the recording all the time.
    /// </returns>
    public async Task<Result<Recording>> AdvanceAsync(EgressReport report, CancellationToken ct)
    {
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var known = await recordings.FindAsync(report.Id, ct);
            if (known is not null)
            {
                var advanced = known.Advance(report);
                if (advanced == known || await recordings.TryReplaceAsync(known, advanced, ct))
                    return advanced;
                continue;
            }

            // A report may overtake the answer to the start. Without a reservation it is of a recording that was deleted.
            if (!await reservations.IsReservedAsync(report.Id.Room, report.Id.Uid, ct))
                return RecordingErrors.NotFound;
            var first = Recording.From(report, clock.GetUtcNow());
            if (await recordings.TryAddAsync(first, ct))
                return first;
        }

        return StorageErrors.Unavailable;
    }

    /// <summary>Does what the recording's status asks for and has not been done.</summary>
    /// <returns>The recording when all is done, or why something is left to do.</returns>
    public async Task<Result<Recording>> SettleAsync(Recording recording, CancellationToken ct)
    {
        if (!recording.IsUnderWay)
            await reservations.ReleaseAsync(recording.Id.Room, recording.Id.Uid, ct);

        if (recording.NeedsDescription)
        {
            var described = await DescribeAsync(recording, ct);
            if (described.IsFailure)
                return described;
            recording = described.Value;
        }

        return recording.SignalledStatus == recording.Status
            ? recording
            : await SignalAsync(recording, ct);
    }

    private async Task<Result<Recording>> DescribeAsync(Recording recording, CancellationToken ct)
    {
        var opened = await store.OpenAsync(recording.Id, known: null, ct);
        if (opened.IsFailure)
            return opened.Error;

        await using var media = opened.Value;
        var described = recording.Describe(media.Facts);
        var written = await store.SaveMetadataAsync(described, ct);
        return written.IsFailure ? written.Error : await ReplaceAsync(recording, described, ct);
    }

    private async Task<Result<Recording>> SignalAsync(Recording recording, CancellationToken ct)
    {
        var signal = new RecordingProgressed(recording);
        var told = await meetings.SendAsync(recording.Id.Room, signal, only: null, ct);
        if (told.IsFailure)
            return told.Error;

        var signalled = recording with { SignalledStatus = recording.Status };
        return await ReplaceAsync(recording, signalled, ct);
    }

    /// <summary>Somebody else who has replaced it does, or did, the same.</summary>
    private async Task<Result<Recording>> ReplaceAsync(
        Recording known,
        Recording changed,
        CancellationToken ct
    ) => await recordings.TryReplaceAsync(known, changed, ct) ? changed : known;
}
