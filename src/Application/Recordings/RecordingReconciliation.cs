using OpenViduMeet.Application.Work;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Application.Recordings;

/// <summary>Updates recordings to the status that LiveKit reports, and finishes incomplete steps.</summary>
internal sealed class RecordingReconciliation(
    IRecordingRepository recordings,
    IRecordingReservations reservations,
    IEgressService egresses,
    RecordingProgress progress,
    RecordingRemoval removal,
    UnknownEgresses unknownEgresses,
    IndependentWork work,
    TimeProvider clock
)
{
    /// <summary>Longer than any start takes. A younger reservation may belong to a running start.</summary>
    private static readonly TimeSpan LongestStart = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How long a reservation without a known recording lasts if LiveKit cannot tell whether an egress runs. LiveKit abandons a start after
    /// half a minute, so no egress is expected after this time. If an egress begins later, it is stopped as an unknown one.
    /// </summary>
    private static readonly TimeSpan LongestDoubt = TimeSpan.FromMinutes(10);

    /// <param name="onlyIfUnsettled">Whether to ask LiveKit nothing if no recording or reservation waits for it.</param>
    public async Task<Result> RunAsync(bool onlyIfUnsettled, CancellationToken ct)
    {
        var unsettled = await recordings.ListUnsettledAsync(ct);
        var startedBefore = clock.GetUtcNow() - LongestStart;
        var inDoubt = (await reservations.ListAsync(startedBefore, ct))
            // A reservation with an unsettled recording is released when the recording ends.
            .Where(reservation => !unsettled.Any(each => IsFor(reservation, each.Id)))
            .ToList();
        // A younger one is followed by the request that starts it, and would be signalled twice.
        var followed = unsettled
            .Where(recording => !onlyIfUnsettled || recording.StartedAt < startedBefore)
            .ToList();
        if (onlyIfUnsettled && followed.Count == 0 && inDoubt.Count == 0)
            return Result.Ok;

        var settled = await work.ForEachAsync(followed, each => SettleAsync(each, ct), ct);
        var underWay = await egresses.ListUnderWayAsync(room: null, ct);
        var resolved = await work.ForEachAsync(
            inDoubt,
            each => ResolveAsync(each, underWay, ct),
            ct
        );
        if (underWay.IsFailure)
            return underWay.Error;

        var ended = await work.ForEachAsync(
            underWay.Value,
            report => unknownEgresses.EndAsync(report, ct),
            ct
        );
        return settled.IsFailure ? settled
            : resolved.IsFailure ? resolved
            : ended;
    }

    private async Task<Result> SettleAsync(Recording recording, CancellationToken ct)
    {
        if (recording.IsDeleted)
            return await removal.RemoveAsync(recording, ct);

        var followed = recording.IsUnderWay ? await FollowAsync(recording, ct) : recording;
        if (followed.IsFailure)
            return followed.Error;

        // A step that cannot be done yet, for example because the media is missing, is done in a later pass.
        await progress.SettleAsync(followed.Value, ct);
        return Result.Ok;
    }

    private async Task<Result<Recording>> FollowAsync(Recording recording, CancellationToken ct)
    {
        var report = await egresses.FindAsync(recording.Id, ct);
        if (!report.IsFailure)
        {
            var applied = await progress.ApplyAsync(report.Value, ct);
            return applied.IsFailure ? recording : applied;
        }

        if (report.Error != RecordingErrors.NotFound)
            return report.Error;

        var abandoned = recording.Abandon(clock.GetUtcNow());
        return await recordings.TryReplaceAsync(recording, abandoned, ct) ? abandoned : recording;
    }

    /// <summary>Resolves a reservation whose node died, or abandoned the start, before it knew the recording's id.</summary>
    private async Task<Result> ResolveAsync(
        RecordingReservation reservation,
        Result<IReadOnlyList<EgressReport>> underWay,
        CancellationToken ct
    )
    {
        if (underWay.IsFailure && reservation.MadeAt >= clock.GetUtcNow() - LongestDoubt)
            return underWay.Error;

        var started = underWay.IsFailure
            ? null
            : underWay.Value.FirstOrDefault(report => IsFor(reservation, report.Id));
        if (started is not null)
            await progress.ApplyAsync(started, ct);
        else
            await reservations.ReleaseAsync(reservation.Room, reservation.Uid, ct);
        return Result.Ok;
    }

    private static bool IsFor(RecordingReservation reservation, RecordingId id) =>
        reservation.Room == id.Room && reservation.Uid == id.Uid;
}
