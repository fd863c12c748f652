using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Application.Recordings;

/// <summary>Brings recordings to where LiveKit says they are, and finishes what was left half done.</summary>
internal sealed class RecordingReconciliation(
    IRecordingRepository recordings,
    IRecordingReservations reservations,
    IEgressService egresses,
    RecordingProgress progress,
    TimeProvider clock
)
{
    /// <summary>Longer than any start takes: a younger reservation may be that of a start under way.</summary>
    private static readonly TimeSpan LongestStart = TimeSpan.FromMinutes(1);

    public async Task<Result> RunAsync(CancellationToken ct)
    {
        foreach (var recording in await recordings.ListUnsettledAsync(ct))
        {
            var followed = recording.IsUnderWay ? await FollowAsync(recording, ct) : recording;
            if (followed.IsFailure)
                return followed.Error;

            // One that cannot be settled yet, such as for want of its media, must not keep the others waiting.
            await progress.SettleAsync(followed.Value, ct);
        }

        return await ResolveReservationsAsync(ct);
    }

    private async Task<Result<Recording>> FollowAsync(Recording recording, CancellationToken ct)
    {
        var report = await egresses.FindAsync(recording.Id, ct);
        if (!report.IsFailure)
            return (await progress.ApplyAsync(report.Value, ct))?.Recording ?? recording;
        if (report.Error != RecordingErrors.NotFound)
            return report.Error;

        var abandoned = recording.Abandon(clock.GetUtcNow());
        return await recordings.TryReplaceAsync(recording, abandoned, ct) ? abandoned : recording;
    }

    /// <summary>Reservations whose node died before it knew the recording's id.</summary>
    private async Task<Result> ResolveReservationsAsync(CancellationToken ct)
    {
        var old = await reservations.ListAsync(clock.GetUtcNow() - LongestStart, ct);
        foreach (var (room, uid, _) in old)
        {
            var underWay = await egresses.ListUnderWayAsync(room, ct);
            if (underWay.IsFailure)
                return underWay.Error;

            if (underWay.Value.FirstOrDefault(report => report.Id.Uid == uid) is { } report)
                await progress.ApplyAsync(report, ct);
            else
                await reservations.ReleaseAsync(room, uid, ct);
        }

        return Result.Ok;
    }
}
