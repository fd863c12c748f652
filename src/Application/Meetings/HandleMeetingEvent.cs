using MediatR;
using OpenViduMeet.Application.Pipeline;
using OpenViduMeet.Application.Recordings;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Meetings;
using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Application.Meetings;

/// <summary>Handles an event of the meeting server. Handling an event twice has the same effect as once.</summary>
public sealed record HandleMeetingEvent(MeetingEvent Event) : IRequest<Result>, IRestricted
{
    public Permission Needs => Permission.ServerItself;
}

internal sealed class HandleMeetingEventHandler(
    IRoomRepository rooms,
    IParticipantNameHolds holds,
    IParticipantBans bans,
    IRecordingRepository recordings,
    IMeetingServer meetings,
    RecordingProgress progress,
    UnknownEgresses unknownEgresses,
    TimeProvider clock
) : IRequestHandler<HandleMeetingEvent, Result>
{
    public Task<Result> Handle(HandleMeetingEvent request, CancellationToken ct) =>
        request.Event switch
        {
            RoomOpened opened => HandleAsync(opened, ct),
            RoomClosed closed => HandleAsync(closed, ct),
            ParticipantJoined joined => HandleAsync(joined, ct),
            EgressChanged changed => HandleAsync(changed, ct),
            _ => Task.FromResult(Result.Ok),
        };

    /// <summary>A token outlives its room, so that a participant can open a removed room again. Such a room is closed.</summary>
    private async Task<Result> HandleAsync(RoomOpened opened, CancellationToken ct) =>
        await rooms.HasEndedAsync(opened.Room, ct)
            ? await meetings.CloseRoomAsync(opened.Room, ct)
            : Result.Ok;

    /// <summary>Webhooks were already notified of a removed room when it was removed.</summary>
    private async Task<Result> HandleAsync(RoomClosed closed, CancellationToken ct)
    {
        if (await rooms.FindAsync(closed.Room, ct) is { } room)
            await rooms.SaveNotificationsAsync(room.Finish(closed.Id), ct);
        return Result.Ok;
    }

    private async Task<Result> HandleAsync(ParticipantJoined joined, CancellationToken ct)
    {
        if (joined.ToPresent() is { } present)
        {
            var ban = await bans.FindAsync(joined.Room, joined.Participant, ct);
            if (!present.MayStay(ban, clock.GetUtcNow()))
                return await meetings.EvictAsync(joined.Room, present, ct);
        }

        var madeUntil = joined.JoinedAt ?? clock.GetUtcNow();
        await holds.ReleaseAsync(joined.Room, joined.Participant, madeUntil, ct);
        if (!await recordings.IsActiveAsync(joined.Room, ct))
            return Result.Ok;

        var state = new RoomState(IsBeingRecorded: true);
        return await meetings.SendAsync(joined.Room, state, only: joined.Participant, ct);
    }

    private async Task<Result> HandleAsync(EgressChanged changed, CancellationToken ct)
    {
        var advanced = await progress.AdvanceAsync(changed.Report, ct);
        if (advanced.Error == RecordingErrors.NotFound)
            return await unknownEgresses.EndAsync(changed.Report, ct);
        if (advanced.IsFailure)
            return advanced.Error;
        var settled = await progress.SettleAsync(advanced.Value, ct);
        return settled.IsFailure ? settled.Error : Result.Ok;
    }
}
