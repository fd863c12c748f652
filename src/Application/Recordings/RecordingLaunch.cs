using Microsoft.Extensions.Logging;
using OpenViduMeet.Domain.Meetings;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Application.Recordings;

/// <summary>Starts the egress of a reserved room, and sees to it that it runs or that nothing is left of it.</summary>
internal sealed partial class RecordingLaunch(
    IEgressService egresses,
    IRecordingReservations reservations,
    RecordingProgress progress,
    TimeProvider clock,
    NetworkClock network,
    ILogger<RecordingLaunch> logger
)
{
    /// <summary>A start that fails is answered in time too.</summary>
    private static readonly TimeSpan AnswerBound =
        AnswerTime.Limit - TimeSpan.FromMilliseconds(200);

    /// <summary>Leaves time to find out what became of a start that was not answered.</summary>
    private static readonly TimeSpan StartBound = TimeSpan.FromSeconds(3.5);

    /// <summary>How long an egress may take to become active.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Between two looks at an egress that is starting.</summary>
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(500);

    /// <param name="askedAt">When the caller asked for it: a timestamp of the <see cref="NetworkClock"/>.</param>
    /// <param name="waiting">Ends the waiting of a caller who has left. The recording goes on.</param>
    public async Task<Result<Recording>> StartAsync(
        RoomName room,
        string uid,
        long askedAt,
        CancellationToken waiting
    )
    {
        var started = await StartEgressAsync(room, uid, askedAt);
        if (started.IsFailure)
        {
            using var bound = BoundOf(AnswerBound, askedAt);
            await CleanUpAsync(room, uid, bound.Token);
            return started.Error;
        }

        var deadline = clock.GetUtcNow() + Patience;
        var recording = await ApplyAsync(started.Value);
        while (recording is { Status: RecordingStatus.Starting } && clock.GetUtcNow() < deadline)
        {
            await Task.Delay(LookInterval, clock, waiting);
            recording = await LookAsync(recording);
        }

        return recording switch
        {
            { Status: RecordingStatus.Starting } => await GiveUpAsync(recording),
            null or { Status: RecordingStatus.Failed or RecordingStatus.Aborted } =>
                RecordingErrors.NotStarted,
            _ => recording,
        };
    }

    private async Task<Result<EgressReport>> StartEgressAsync(
        RoomName room,
        string uid,
        long askedAt
    )
    {
        using var bound = BoundOf(StartBound, askedAt);
        try
        {
            return await egresses.StartAsync(room, uid, bound.Token);
        }
        catch (OperationCanceledException) when (bound.IsCancellationRequested)
        {
            LogNoAnswer(room);
            return MeetingErrors.Unavailable;
        }
    }

    private CancellationTokenSource BoundOf(TimeSpan bound, long askedAt)
    {
        var left = bound - network.Time.GetElapsedTime(askedAt);
        return new CancellationTokenSource(
            left > TimeSpan.Zero ? left : TimeSpan.Zero,
            network.Time
        );
    }

    /// <summary>A look that fails tells nothing: the next one may, until the patience ends.</summary>
    private async Task<Recording?> LookAsync(Recording recording)
    {
        var report = await egresses.FindAsync(recording.Id, CancellationToken.None);
        return report.IsFailure ? recording : await ApplyAsync(report.Value);
    }

    private async Task<Recording?> ApplyAsync(EgressReport report) =>
        (await progress.ApplyAsync(report, CancellationToken.None))?.Recording;

    private async Task<Result<Recording>> GiveUpAsync(Recording recording)
    {
        var stopped = await egresses.StopAsync(recording.Id, CancellationToken.None);
        // As long as it may still record, nothing else may: the reconciler will know.
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
    /// A start without an answer may have started all the same. Where LiveKit does not say either, or not in time, the room stays
    /// reserved until the reconciler has found out.
    /// </summary>
    private async Task CleanUpAsync(RoomName room, string uid, CancellationToken inTime)
    {
        try
        {
            var underWay = await egresses.ListUnderWayAsync(room, inTime);
            if (underWay.IsFailure)
                return;

            foreach (var report in underWay.Value.Where(report => report.Id.Uid == uid))
            {
                var stopped = await egresses.StopAsync(report.Id, inTime);
                if (stopped.IsFailure)
                    return;
                await ApplyAsync(stopped.Value);
            }
        }
        catch (OperationCanceledException) when (inTime.IsCancellationRequested)
        {
            return;
        }

        await reservations.ReleaseAsync(room, uid, CancellationToken.None);
    }

    [LoggerMessage(
        LogLevel.Warning,
        "LiveKit did not answer in time when room {Room} was to be recorded: is there an egress that is free?"
    )]
    private partial void LogNoAnswer(RoomName room);
}
