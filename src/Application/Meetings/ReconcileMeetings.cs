using MediatR;
using Microsoft.Extensions.Logging;
using OpenViduMeet.Application.Pipeline;
using OpenViduMeet.Application.Recordings;
using OpenViduMeet.Application.Work;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Meetings;
using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Application.Meetings;

/// <summary>Compares the stored state with the meeting server's, and repairs the effects of lost events.</summary>
public sealed record ReconcileMeetings : IRequest<Result>, IRestricted
{
    public Permission Needs => Permission.ServerItself;
}

internal sealed partial class ReconcileMeetingsHandler(
    IRoomRepository rooms,
    IParticipantNameHolds holds,
    IMeetingServer meetings,
    RecordingReconciliation recordings,
    UnknownRooms unknownRooms,
    IndependentWork work,
    ILogger<ReconcileMeetingsHandler> logger
) : IRequestHandler<ReconcileMeetings, Result>
{
    public Task<Result> Handle(ReconcileMeetings request, CancellationToken ct) =>
        work.RunAllAsync(
            [CloseRoomsThatAreOverAsync, ReleaseNamesOfThoseWhoJoinedAsync, recordings.RunAsync],
            ct
        );

    /// <summary>A room that the database does not know may be in another copy of the database, so it is not closed.</summary>
    private async Task<Result> CloseRoomsThatAreOverAsync(CancellationToken ct)
    {
        var open = await meetings.ListRoomsAsync(ct);
        if (open.IsFailure)
            return open.Error;

        var existence = await rooms.GetExistenceAsync(open.Value, ct);
        foreach (var room in unknownRooms.Note(Open(RoomExistence.Unknown)))
            LogUnknown(room);
        return await work.ForEachAsync(
            Open(RoomExistence.Ended),
            room => meetings.CloseRoomAsync(room, ct),
            ct
        );

        List<RoomName> Open(RoomExistence wanted) =>
            [.. open.Value.Where(room => existence[room] == wanted)];
    }

    private async Task<Result> ReleaseNamesOfThoseWhoJoinedAsync(CancellationToken ct) =>
        await work.ForEachAsync(
            await holds.ListRoomsAsync(ct),
            async room =>
            {
                var present = await meetings.ListParticipantsAsync(room, ct);
                if (present.IsFailure)
                    return present.Error;
                foreach (var participant in present.Value)
                    await holds.ReleaseAsync(room, participant, ct);
                return Result.Ok;
            },
            ct
        );

    [LoggerMessage(
        LogLevel.Warning,
        "Room {Room} is open in LiveKit with the mark of this installation, but is not in the database. The room stays open. "
            + "Check whether an older database was restored, or a copy of this installation uses the same LiveKit."
    )]
    private partial void LogUnknown(RoomName room);
}
