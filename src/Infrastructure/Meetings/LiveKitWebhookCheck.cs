using Microsoft.EntityFrameworkCore;
using OpenViduMeet.Application.Work;
using OpenViduMeet.Domain.Diagnostics;
using OpenViduMeet.Domain.Meetings;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.Infrastructure.Diagnostics;
using OpenViduMeet.Infrastructure.LiveKit;
using OpenViduMeet.Infrastructure.Persistence;
using OpenViduMeet.Infrastructure.Persistence.Model;
using OpenViduMeet.Infrastructure.Persistence.Queue;

namespace OpenViduMeet.Infrastructure.Meetings;

/// <summary>
/// Opens a room in LiveKit, and waits until LiveKit's event of it has come to the server: then it is in the inbox, which all nodes share.
/// </summary>
internal sealed class LiveKitWebhookCheck(
    LiveKitProbe liveKit,
    LiveKitRooms marks,
    InstallationId installation,
    IMeetDatabase database,
    IRunningServer server,
    TimeProvider clock
) : ICheck
{
    private static readonly Fault NotArriving = new(
        "livekit-webhooks-missing",
        FaultSeverity.Failure,
        "In LiveKit's configuration, set webhook.api_key to LIVEKIT_API_KEY, add this server's URL with the path /livekit/webhook to webhook.urls, and let LiveKit reach it."
    );

    private static readonly Fault Refused = new(
        "livekit-webhooks-refused",
        FaultSeverity.Failure,
        "Set webhook.api_key in LiveKit's configuration to LIVEKIT_API_KEY, with the same secret under keys:."
    );

    private static readonly Fault NotRunning = new(
        "server-not-running",
        FaultSeverity.Warning,
        "Start the server, then run the doctor again: only a running server receives LiveKit's events."
    );

    /// <summary>LiveKit sends an event at once, and again after a second.</summary>
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(2.5);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>How far the clock of the node that receives the event may be behind.</summary>
    private static readonly TimeSpan ToleratedSkew = TimeSpan.FromMinutes(10);

    /// <summary>In seconds, should the room not be closed.</summary>
    private const int EmptyTimeout = 10;

    public static string Id => "livekit-webhooks";

    public static string Subject => "LiveKit's events arrive";

    public static IReadOnlyList<Fault> Faults { get; } = [NotArriving, Refused, NotRunning];

    public async Task<IReadOnlyList<Finding>> ExamineAsync(CancellationToken ct)
    {
        if (!installation.IsKnown)
            return [Fault.NotExamined.Found("The server has not been started with this database")];
        try
        {
            return await ExamineEventAsync(ct);
        }
        catch (Exception failed) when (DatabaseFailure.IsIn(failed))
        {
            return [Fault.NotExamined.Found("The database cannot be read")];
        }
    }

    private async Task<IReadOnlyList<Finding>> ExamineEventAsync(CancellationToken ct)
    {
        var room = NewRoom();
        var addedSince = clock.GetUtcNow() - ToleratedSkew;
        var started = TimeProvider.System.GetTimestamp();
        var opened = await liveKit.CallAsync(
            RoomService.CreateRoom,
            LiveKitGrant.RoomCreate,
            marks.ConfigurationFor(room) with
            {
                EmptyTimeout = EmptyTimeout,
                DepartureTimeout = 1,
            },
            ct
        );
        if (opened.Status != 200)
            return
            [
                Fault.NotExamined.Found(
                    LiveKitProbe.Silence(opened) ?? $"LiveKit answers {opened.Status}"
                ),
            ];

        try
        {
            if (await ArrivesAsync(room.Name, addedSince, ct))
                return [];
        }
        finally
        {
            await RemoveAsync(room.Name, addedSince);
        }

        var late =
            $"LiveKit's event of a new room has not arrived within {Wait.TotalSeconds:0.#} s";
        var observed = await server.ObserveAsync(ct);
        // Measured after the observation, which takes time too.
        var waited = TimeProvider.System.GetElapsedTime(started).TotalMilliseconds;
        return observed switch
        {
            null => [NotRunning.Found($"{late}, and no server of this installation answers here")],
            { RefusedEvent: { } reason, RefusedAgo: var ago } when ago < waited =>
            [
                Refused.Found($"The server refuses LiveKit's event: {reason}"),
            ],
            _ => [NotArriving.Found(late)],
        };
    }

    private Room NewRoom() =>
        Room.Create(
            RoomNamePrefix.From("doctor"),
            clock.GetUtcNow(),
            maxParticipants: 1,
            new RoomPreferences(),
            clock
        );

    private async Task<bool> ArrivesAsync(
        RoomName room,
        DateTimeOffset addedSince,
        CancellationToken ct
    )
    {
        // Network calls take real time, also when a test sets the clock.
        var started = TimeProvider.System.GetTimestamp();
        await using var opened = database.OpenWithoutSync();
        while (TimeProvider.System.GetElapsedTime(started) < Wait)
        {
            if (await EventsOf(room, addedSince, opened).AnyAsync(ct))
                return true;
            await Task.Delay(Pause, TimeProvider.System, ct);
        }

        return false;
    }

    /// <summary>Closes the room and removes its event, also after the time of the check is over.</summary>
    private async Task RemoveAsync(RoomName room, DateTimeOffset addedSince)
    {
        await liveKit.CallAsync(
            RoomService.DeleteRoom,
            LiveKitGrant.RoomCreate,
            new RoomRequest(room.Value),
            CancellationToken.None
        );
        await using var opened = database.OpenWithoutSync();
        await EventsOf(room, addedSince, opened).ExecuteDeleteAsync(CancellationToken.None);
    }

    /// <summary>The room's name is part of the stored event, and cannot be guessed.</summary>
    /// <param name="addedSince">Spares the search of the events of a day.</param>
    private static IQueryable<QueueItem> EventsOf(
        RoomName room,
        DateTimeOffset addedSince,
        MeetDbContext database
    ) =>
        database.QueueItems.Where(item =>
            item.Queue == MeetingEventInbox.Policy.Name
            && item.AddedAt >= addedSince
            && item.Kind == nameof(RoomOpened)
            && item.Payload.Contains(room.Value)
        );
}
