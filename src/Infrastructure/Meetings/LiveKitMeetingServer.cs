using System.Globalization;
using OpenViduMeet.Domain.Meetings;
using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.Infrastructure.LiveKit;
using OpenViduMeet.Infrastructure.Outside;

namespace OpenViduMeet.Infrastructure.Meetings;

/// <summary>LiveKit's RoomService.</summary>
internal sealed class LiveKitMeetingServer(
    TwirpClient liveKit,
    ParticipantLookups lookups,
    LiveKitRooms marks,
    LiveKitParticipants participants,
    LiveKitOptions options,
    LiveKitMetrics metrics,
    TimeProvider clock
) : IMeetingServer
{
    private const string Reliable = "RELIABLE";

    /// <summary>No room has this name, so that the answer is small.</summary>
    private static readonly ListRoomsRequest NoRoom = new(["-"]);

    public string Description => $"LiveKit at {options.ServerUrl}";

    public bool AdmitsOnIssue => false;

    public async Task<Result> PingAsync(CancellationToken ct)
    {
        var answer = await ListAsync(NoRoom, ct);
        return answer.IsFailure ? answer.Error : Result.Ok;
    }

    public async Task<Result> OpenRoomAsync(Room room, CancellationToken ct)
    {
        var answer = await liveKit.CallAsync<RoomInfo>(
            RoomService.CreateRoom,
            LiveKitGrant.RoomCreate,
            marks.ConfigurationFor(room),
            ct
        );
        return ResultOf(answer);
    }

    public async Task<Result> CloseRoomAsync(RoomName room, CancellationToken ct)
    {
        // Two installations may have a room of the same name.
        var open = await ListAsync(new ListRoomsRequest([room.Value]), ct);
        if (open.IsFailure)
            return open.Error;
        if (!open.Value.Any(info => marks.MayBeClosed(info.Metadata)))
            return Result.Ok;

        var answer = await liveKit.CallAsync<EmptyAnswer>(
            RoomService.DeleteRoom,
            LiveKitGrant.RoomCreate,
            new RoomRequest(room.Value),
            ct
        );
        return answer.Error == TwirpErrors.NotFound ? Result.Ok : ResultOf(answer);
    }

    public async Task<Result<IReadOnlyList<RoomName>>> ListRoomsAsync(CancellationToken ct)
    {
        var open = await ListAsync(new ListRoomsRequest(), ct);
        if (open.IsFailure)
            return open.Error;

        var ours = new List<RoomName>();
        foreach (var room in open.Value)
        {
            if (marks.IsOurs(room.Metadata) && RoomName.TryParse(room.Name, out var name))
                ours.Add(name);
        }

        return ours;
    }

    public async Task<Result<PresentParticipant>> FindParticipantAsync(
        RoomName room,
        ParticipantName participant,
        CancellationToken ct
    )
    {
        // The time of a call limits the wait for the call of others, too.
        var answer = await BoundedCall.RunAsync<Result<ParticipantInfo>>(
            bounded => lookups.FindAsync(liveKit, room, participant, bounded),
            _ => MeetingErrors.Unavailable,
            ct
        );
        if (answer.Error == TwirpErrors.NotFound)
            return ParticipantErrors.NotFound;
        // The names of a participant's tracks can be of any length. Nobody is out of reach because of that.
        if (answer.Error == TwirpErrors.AnswerTooLarge)
            return Unknown(participant, isFromOperator: false);
        if (answer.IsFailure || answer.Value.Identity != participant.Value)
            return MeetingErrors.Unavailable;
        // A recorder or an agent is no person, but has the name.
        return participants.PersonIn(room, answer.Value)
            ?? Unknown(participant, isFromOperator: true);
    }

    public async Task<Result<IReadOnlyList<PresentParticipant>>> ListParticipantsAsync(
        RoomName room,
        CancellationToken ct
    )
    {
        var answer = await liveKit.CallAsync<ListParticipantsAnswer>(
            RoomService.ListParticipants,
            LiveKitGrant.RoomAdmin(room),
            new RoomRequest(room.Value),
            ct
        );
        if (answer.IsFailure)
            return MeetingErrors.Unavailable;

        var people = new List<PresentParticipant>();
        foreach (var participant in answer.Value.Participants ?? [])
        {
            if (participants.PersonIn(room, participant) is { } person)
                people.Add(person);
        }

        return people;
    }

    public async Task<Result> DisconnectAsync(
        RoomName room,
        ParticipantName participant,
        CancellationToken ct
    )
    {
        // Recorders and agents are recognized by their names, because asking LiveKit would take a second call.
        if (participant.IsReserved)
            return ParticipantErrors.NotFound;

        var answer = await liveKit.CallAsync<EmptyAnswer>(
            RoomService.RemoveParticipant,
            LiveKitGrant.RoomAdmin(room),
            new RemoveParticipantRequest(
                room.Value,
                participant.Value,
                clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)
            ),
            ct
        );
        return answer.Error == TwirpErrors.NotFound ? ParticipantErrors.NotFound : ResultOf(answer);
    }

    /// <summary>Both calls share the time limit of one.</summary>
    public Task<Result> EvictAsync(
        RoomName room,
        PresentParticipant participant,
        CancellationToken ct
    ) =>
        BoundedCall.RunAsync<Result>(
            bounded => EvictIfPresentAsync(room, participant, bounded),
            _ => MeetingErrors.Unavailable,
            ct
        );

    /// <inheritdoc cref="EvictAsync"/>
    public Task<Result> SendAsync(
        RoomName room,
        RoomSignal signal,
        ParticipantName? only,
        CancellationToken ct
    ) =>
        BoundedCall.RunAsync<Result>(
            bounded => SendIfPresentAsync(room, signal, only, bounded),
            _ => MeetingErrors.Unavailable,
            ct
        );

    private async Task<Result> EvictIfPresentAsync(
        RoomName room,
        PresentParticipant participant,
        CancellationToken ct
    )
    {
        var present = await FindParticipantAsync(room, participant.Name, ct);
        if (present.Error == ParticipantErrors.NotFound)
            return Result.Ok;
        if (present.IsFailure)
            return present.Error;
        if (
            present.Value.ConnectionId is not PresentParticipant.UnknownConnection
            && present.Value.ConnectionId != participant.ConnectionId
        )
            return Result.Ok;

        var disconnected = await DisconnectAsync(room, participant.Name, ct);
        if (disconnected.Error == ParticipantErrors.NotFound)
            return Result.Ok;
        if (!disconnected.IsFailure)
            metrics.Evicted();
        return disconnected;
    }

    private async Task<Result> SendIfPresentAsync(
        RoomName room,
        RoomSignal signal,
        ParticipantName? only,
        CancellationToken ct
    )
    {
        // If the room is not open, LiveKit tries for 3 s and then answers that it is unavailable.
        var present = await ListParticipantsAsync(room, ct);
        if (present.IsFailure)
            return present.Error;
        if (
            present.Value.Count == 0
            || (only is not null && !present.Value.Any(person => person.Name == only))
        )
            return Result.Ok;

        var (topic, data) = LiveKitSignals.Write(signal);
        var answer = await liveKit.CallAsync<EmptyAnswer>(
            RoomService.SendData,
            LiveKitGrant.RoomAdmin(room),
            new SendDataRequest(
                room.Value,
                Convert.ToBase64String(data),
                Reliable,
                only is null ? [] : [only.Value],
                topic
            ),
            ct
        );
        return ResultOf(answer);
    }

    private static PresentParticipant Unknown(ParticipantName name, bool isFromOperator) =>
        new(name, PresentParticipant.UnknownConnection, Family: null, isFromOperator);

    private static Result ResultOf<T>(Result<T> answer)
        where T : notnull => answer.IsFailure ? MeetingErrors.Unavailable : Result.Ok;

    private async Task<Result<RoomInfo[]>> ListAsync(ListRoomsRequest request, CancellationToken ct)
    {
        var answer = await liveKit.CallAsync<ListRoomsAnswer>(
            RoomService.ListRooms,
            LiveKitGrant.RoomList,
            request,
            ct
        );
        return answer.IsFailure ? MeetingErrors.Unavailable : answer.Value.Rooms ?? [];
    }
}
