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
    /// <returns>Where the recording is now, or <see langword="null"/> if the report is of none of ours.</returns>
    public async Task<RecordingStep?> ApplyAsync(EgressReport report, CancellationToken ct)
    {
        var recording = await AdvanceAsync(report, ct);
        return recording is null ? null : await SettleAsync(recording, ct);
    }

    /// <summary>Does what the recording's status asks for and has not been done.</summary>
    public async Task<RecordingStep> SettleAsync(Recording recording, CancellationToken ct)
    {
        if (!recording.IsUnderWay)
            await reservations.ReleaseAsync(recording.Id.Room, recording.Id.Uid, ct);

        if (recording.NeedsDescription)
        {
            var described = await DescribeAsync(recording, ct);
            if (described.IsFailure)
                return new RecordingStep(recording, described.Error);
            recording = described.Value;
        }

        if (recording.SignalledStatus == recording.Status)
            return new RecordingStep(recording, Unfinished: null);

        var signalled = await SignalAsync(recording, ct);
        return signalled.IsFailure
            ? new RecordingStep(recording, signalled.Error)
            : new RecordingStep(signalled.Value, Unfinished: null);
    }

    /// <returns>The recording, moved on or not, or <see langword="null"/> if it is none of ours.</returns>
    private async Task<Recording?> AdvanceAsync(EgressReport report, CancellationToken ct)
    {
        while (true)
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
                return null;
            var first = Recording.From(report, clock.GetUtcNow());
            if (await recordings.TryAddAsync(first, ct))
                return first;
        }
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

/// <summary>Where a recording is.</summary>
/// <param name="Unfinished">Why something is left to do, or <see langword="null"/> if all is done.</param>
internal sealed record RecordingStep(Recording Recording, Error? Unfinished);
