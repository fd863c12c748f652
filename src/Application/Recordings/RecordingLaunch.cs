using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Application.Recordings;

/// <summary>
/// Starts the egress of a reserved room and waits until it is active. Otherwise the egress is stopped and the room released.
/// </summary>
internal sealed class RecordingLaunch(
    IEgressService egresses,
    IRecordingReservations reservations,
    RecordingProgress progress,
    TimeProvider clock
)
{
    /// <summary>How long an egress may take to become active.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>The pause between two checks of a starting egress.</summary>
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(500);

    /// <param name="waiting">Ends the waiting when the caller has left. The recording continues.</param>
    public async Task<Result<Recording>> StartAsync(
        RoomName room,
        string uid,
        CancellationToken waiting
    )
    {
        var started = await egresses.StartAsync(room, uid, CancellationToken.None);
        if (started.IsFailure)
        {
            await CleanUpAsync(room, uid);
            return started.Error;
        }

        var deadline = clock.GetUtcNow() + Patience;
        var recording = await ApplyAsync(started.Value);
        while (IsStarting(recording) && clock.GetUtcNow() < deadline)
        {
            await Task.Delay(PollInterval, clock, waiting);
            recording = await LookAsync(recording.Value);
        }

        if (IsStarting(recording))
            return await GiveUpAsync(recording.Value);
        return
            recording
                is { IsFailure: true }
                    or { Value.Status: RecordingStatus.Failed or RecordingStatus.Aborted }
            ? RecordingErrors.NotStarted
            : recording;
    }

    private static bool IsStarting(Result<Recording> recording) =>
        recording is { IsFailure: false, Value.Status: RecordingStatus.Starting };

    /// <summary>A failed check is ignored. The next one follows until the time limit.</summary>
    private async Task<Result<Recording>> LookAsync(Recording recording)
    {
        var report = await egresses.FindAsync(recording.Id, CancellationToken.None);
        return report.IsFailure ? recording : await ApplyAsync(report.Value);
    }

    private Task<Result<Recording>> ApplyAsync(EgressReport report) =>
        progress.ApplyAsync(report, CancellationToken.None);

    private async Task<Result<Recording>> GiveUpAsync(Recording recording)
    {
        var stopped = await egresses.StopAsync(recording.Id, CancellationToken.None);
        // The egress may still record, so the room stays reserved until the reconciler finds out.
        if (stopped is { IsFailure: true, Error.Kind: ErrorKind.Unavailable })
            return RecordingErrors.NotStarted;

        if (!stopped.IsFailure)
            await ApplyAsync(stopped.Value);
        await reservations.ReleaseAsync(
            recording.Id.Room,
            recording.Id.Uid,
            CancellationToken.None
        );
        return RecordingErrors.NotStarted;
    }

    /// <summary>
    /// Stops an egress whose start was not answered, because it may have started. If LiveKit cannot tell in time, the room stays reserved
    /// until the reconciler has found out.
    /// </summary>
    private async Task CleanUpAsync(RoomName room, string uid)
    {
        var underWay = await egresses.ListUnderWayAsync(room, CancellationToken.None);
        if (underWay.IsFailure)
            return;

        foreach (var report in underWay.Value.Where(report => report.Id.Uid == uid))
        {
            var stopped = await egresses.StopAsync(report.Id, CancellationToken.None);
            if (stopped.IsFailure)
                return;
            await ApplyAsync(stopped.Value);
        }

        await reservations.ReleaseAsync(room, uid, CancellationToken.None);
    }
}
