using MediatR;
using OpenViduMeet.Application.Pipeline;
using OpenViduMeet.Application.Recordings;
using OpenViduMeet.Application.Telemetry;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Meetings;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Application.Meetings;

/// <summary>Receives an event of the meeting server, verifies it, and keeps it until it is handled.</summary>
/// <param name="Authorization">The proof that came with the body.</param>
/// <param name="Body">The received bytes. They are read only if the proof is valid.</param>
public sealed record ReceiveMeetingEvent(string? Authorization, Stream Body)
    : IRequest<Result>,
        IRestricted
{
    public Permission Needs => Permission.Anybody;

    /// <summary>Omits the proof, because the text of a record ends up in logs.</summary>
    public override string ToString() => nameof(ReceiveMeetingEvent);
}

internal sealed class ReceiveMeetingEventHandler(
    IMeetingEventReader reader,
    IRoomRepository rooms,
    IRecordingRepository recordings,
    IRecordingReservations reservations,
    UnknownEgresses unknownEgresses,
    IMeetingEventInbox inbox,
    MeetingMetrics metrics
) : IRequestHandler<ReceiveMeetingEvent, Result>
{
    public async Task<Result> Handle(ReceiveMeetingEvent request, CancellationToken ct)
    {
        var read = await reader.ReadAsync(request.Authorization, request.Body, ct);
        if (read.IsFailure)
            return read.Error;
        if (!await IsOursAsync(read.Value, ct))
            return Result.Ok;

        var kept = read.Value is ParticipantLeft ? Result.Ok : await inbox.AddAsync(read.Value, ct);
        // A failure makes LiveKit send the event again.
        if (!kept.IsFailure)
            metrics.Count(read.Value);
        return kept;
    }

    /// <summary>Several products and several installations may share one LiveKit. Events of others are dropped.</summary>
    private async Task<bool> IsOursAsync(MeetingEvent happened, CancellationToken ct) =>
        happened switch
        {
            RoomOpened or ParticipantLeft => true,
            RoomClosed closed => await rooms.FindAsync(closed.Room, ct) is not null,
            ParticipantJoined joined => await rooms.FindAsync(joined.Room, ct) is not null,
            EgressChanged { Report: var report } => await IsOursAsync(report, ct),
            _ => false,
        };

    private async Task<bool> IsOursAsync(EgressReport report, CancellationToken ct) =>
        await recordings.FindAsync(report.Id, ct) is not null
        || await reservations.IsReservedAsync(report.Id.Room, report.Id.Uid, ct)
        || (report.IsRunning && await unknownEgresses.IsOursAsync(report, ct));
}
