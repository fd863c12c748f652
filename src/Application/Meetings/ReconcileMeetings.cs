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
public sealed record ReconcileMeetings(ReconciliationScope Scope) : IRequest<Result>, IRestricted
{
    public Permission Needs => Permission.ServerItself;
}

public enum ReconciliationScope
{
    /// <summary>
    /// What waits for an event: recordings that are under way or incomplete, and names held for somebody who has not joined. If an event was
    /// lost, all is compared. Joins with a revoked token are looked for too, because they need not have an event.
    /// </summary>
    Unsettled,

    /// <summary>All open rooms too.</summary>
    Everything,
}

internal sealed partial class ReconcileMeetingsHandler(
    IRoomRepository rooms,
    IParticipantNameHolds holds,
    IParticipantBans bans,
    IMeetingServer meetings,
    RecordingReconciliation recordings,
    UnknownRooms unknownRooms,
    IndependentWork work,
    TimeProvider clock,
    ILogger<ReconcileMeetingsHandler> logger
) : IRequestHandler<ReconcileMeetings, Result>
{
    /// <summary>The event of a join arrives within a second or not at all.</summary>
    private static readonly TimeSpan LatestEvent = TimeSpan.FromSeconds(10);

    public Task<Result> Handle(ReconcileMeetings request, CancellationToken ct)
    {
        var isAll = request.Scope == ReconciliationScope.Everything;
        return work.RunAllAsync(
            [
                token => ReleaseNamesOfThoseWhoJoinedAsync(onLostEvent: () => isAll = true, token),
                EvictTheRevokedAsync,
                token => recordings.RunAsync(onlyIfUnsettled: !isAll, token),
                token => isAll ? CloseRoomsThatAreOverAsync(token) : Task.FromResult(Result.Ok),
            ],
            ct
        );
    }

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

    /// <param name="onLostEvent">Called if the event of a join was lost: others may be lost too.</param>
    private async Task<Result> ReleaseNamesOfThoseWhoJoinedAsync(
        Action onLostEvent,
        CancellationToken ct
    )
    {
        var madeBefore = clock.GetUtcNow() - LatestEvent;
        return await work.ForEachAsync(
            await holds.ListRoomsAsync(madeBefore, ct),
            async room =>
            {
                var present = await meetings.ListParticipantsAsync(room, ct);
                if (present.IsFailure)
                    return present.Error;
                foreach (
                    var hold in await holds.ListAsync(
                        room,
                        [.. present.Value.Select(person => person.Name)],
                        madeBefore,
                        ct
                    )
                )
                {
                    await holds.ReleaseAsync(hold, ct);
                    onLostEvent();
                }

                return Result.Ok;
            },
            ct
        );
    }

    /// <summary>
    /// The event of a join with a revoked token may have been lost. LiveKit sends none before media flow, so a client without media is in
    /// the room for a minute, and again after its next join.
    /// </summary>
    private async Task<Result> EvictTheRevokedAsync(CancellationToken ct)
    {
        var listed = await bans.ListAsync(ct);
        if (listed.Count == 0)
            return Result.Ok;
        // Another installation may have a room of the same name.
        var open = await meetings.ListRoomsAsync(ct);
        if (open.IsFailure)
            return open.Error;

        return await work.ForEachAsync(
            listed.GroupBy(ban => ban.Room).IntersectBy(open.Value, inRoom => inRoom.Key),
            async inRoom =>
            {
                var present = await meetings.ListParticipantsAsync(inRoom.Key, ct);
                if (present.IsFailure)
                    return present.Error;

                var byName = inRoom.ToDictionary(ban => ban.Participant);
                var now = clock.GetUtcNow();
                return await work.ForEachAsync(
                    present.Value.Where(person =>
                        !person.MayStay(byName.GetValueOrDefault(person.Name), now)
                    ),
                    person => meetings.EvictAsync(inRoom.Key, person, ct),
                    ct
                );
            },
            ct
        );
    }

    [LoggerMessage(
        LogLevel.Warning,
        "Room {Room} is open in LiveKit with the mark of this installation, but is not in the database. The room stays open. "
            + "Check whether an older database was restored, or a copy of this installation uses the same LiveKit."
    )]
    private partial void LogUnknown(RoomName room);
}
