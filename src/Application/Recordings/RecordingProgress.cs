using OpenViduMeet.Domain.Meetings;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Application.Recordings;

/// <summary>
/// Updates recordings as LiveKit reports on them, and does what each status requires. Every part can be repeated: a step that failed
/// half-way is finished by the next report or by the reconciler.
/// </summary>
internal sealed class RecordingProgress(
    IRecordingRepository recordings,
    IRecordingReservations reservations,
    IRecordingStore store,
    IMeetingServer meetings,
    TimeProvider clock
)
{
    /// <summary>The number of attempts. A recording does not have more concurrent changes.</summary>
    private const int MaxAttempts = 10;

    /// <summary>Updates a recording, and does what its status requires. Steps that cannot be done yet are left to the reconciler.</summary>
    /// <returns>
    /// The recording, or <see cref="RecordingErrors.NotFound"/> if the report is not about a recording of this installation.
    /// </returns>
    public async Task<Result<Recording>> ApplyAsync(EgressReport report, CancellationToken ct)
    {
        var advanced = await AdvanceAsync(report, ct);
        if (advanced.IsFailure)
            return advanced;
        var settled = await SettleAsync(advanced.Value, ct);
        return settled.IsFailure ? advanced : settled;
    }

    /// <summary>Updates a recording to the reported status.</summary>
    /// <returns>
    /// The recording, updated or not; <see cref="RecordingErrors.NotFound"/> if the report is not about a recording of this installation;
    /// <see cref="StorageErrors.Unavailable"/> if every attempt met a concurrent change.
    /// </returns>
    public async Task<Result<Recording>> AdvanceAsync(EgressReport report, CancellationToken ct)
    {
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var known = await recordings.FindAsync(report.Id, ct);
            if (known is { IsDeleted: true })
                return RecordingErrors.NotFound;
            if (known is not null)
            {
                var advanced = known.Advance(report);
                if (advanced == known || await recordings.TryReplaceAsync(known, advanced, ct))
                    return advanced;
                continue;
            }

            // A report may arrive before the answer to the start. Without a reservation, its recording was deleted.
            if (!await reservations.IsReservedAsync(report.Id.Room, report.Id.Uid, ct))
                return RecordingErrors.NotFound;
            var first = Recording.From(report, clock.GetUtcNow());
            if (await recordings.TryAddAsync(first, ct))
                return first;
        }

        return StorageErrors.Unavailable;
    }

    /// <summary>Does what the recording's status requires and has not been done.</summary>
    /// <returns>The recording if everything is done, or the error of the first step that failed.</returns>
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

    /// <summary>If the recording was changed concurrently, the other caller does the same step.</summary>
    private async Task<Result<Recording>> ReplaceAsync(
        Recording known,
        Recording changed,
        CancellationToken ct
    ) => await recordings.TryReplaceAsync(known, changed, ct) ? changed : known;
}
