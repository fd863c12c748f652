using Microsoft.Extensions.Logging;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Application.Recordings;

/// <summary>
/// Stops egresses that record a room of this installation without a reservation. Participants are not shown such a recording and cannot
/// stop it. LiveKit starts such an egress when it processes an abandoned start late. The result is stored as a recording, so that an
/// administrator can see and delete it.
/// </summary>
internal sealed partial class UnknownEgresses(
    IRoomRepository rooms,
    IRecordingRepository recordings,
    IRecordingReservations reservations,
    IEgressService egresses,
    RecordingProgress progress,
    TimeProvider clock,
    ILogger<UnknownEgresses> logger
)
{
    /// <summary>Whether the egress must be stopped. An egress of another installation is never stopped.</summary>
    public async Task<bool> MustStopAsync(EgressReport report, CancellationToken ct) =>
        report.IsRunning
        && !await reservations.IsReservedAsync(report.Id.Room, report.Id.Uid, ct)
        && (await recordings.FindAsync(report.Id, ct) is not null || await IsOursAsync(report, ct));

    public async Task<Result> EndAsync(EgressReport report, CancellationToken ct)
    {
        if (!await MustStopAsync(report, ct))
            return Result.Ok;

        // The report may be late. A recording that has ended and was deleted must not be added again.
        var current = await egresses.FindAsync(report.Id, ct);
        if (current.IsFailure)
            return current.Error == RecordingErrors.NotFound ? Result.Ok : current.Error;
        if (!current.Value.IsRunning)
            return Result.Ok;

        // The recording is added first, so that an egress that cannot be stopped now is known and stopped later.
        await recordings.TryAddAsync(Recording.From(current.Value, clock.GetUtcNow()), ct);
        var stopped = await egresses.StopAsync(report.Id, ct);
        if (stopped.IsFailure)
            return stopped.Error.Kind == ErrorKind.Unavailable ? stopped.Error : Result.Ok;

        LogStopped(report.Id);
        await progress.ApplyAsync(stopped.Value, ct);
        return Result.Ok;
    }

    /// <summary>Whether this installation must have started the egress: it writes to this store, and its room is or was here.</summary>
    public async Task<bool> IsOursAsync(EgressReport report, CancellationToken ct) =>
        report.IsInOurStore
        && (await rooms.GetExistenceAsync([report.Id.Room], ct))[report.Id.Room]
            != RoomExistence.Unknown;

    [LoggerMessage(
        LogLevel.Warning,
        "Recording {Id} was stopped: LiveKit recorded the room, but nobody had reserved it for a recording"
    )]
    private partial void LogStopped(RecordingId id);
}
