using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace OpenViduMeet.TestSupport.LiveKit;

/// <param name="Grant">The grant that the method requires.</param>
internal sealed record LiveKitMethod(
    string Grant,
    Func<LiveKitState, JsonObject, LiveKitAnswer> Answer
);

/// <summary>The methods of LiveKit's RoomService and Egress that the backend calls.</summary>
internal static class LiveKitMethods
{
    private const int MaxNameLength = 256;

    private static readonly Dictionary<string, LiveKitMethod> All = new(StringComparer.Ordinal)
    {
        ["livekit.RoomService/CreateRoom"] = new("roomCreate", CreateRoom),
        ["livekit.RoomService/DeleteRoom"] = new("roomCreate", DeleteRoom),
        ["livekit.RoomService/ListRooms"] = new("roomList", ListRooms),
        ["livekit.RoomService/ListParticipants"] = new("roomAdmin", ListParticipants),
        ["livekit.RoomService/GetParticipant"] = new("roomAdmin", GetParticipant),
        ["livekit.RoomService/RemoveParticipant"] = new("roomAdmin", RemoveParticipant),
        ["livekit.RoomService/SendData"] = new("roomAdmin", SendData),
        ["livekit.Egress/StartRoomCompositeEgress"] = new("roomRecord", StartRoomComposite),
        ["livekit.Egress/StopEgress"] = new("roomRecord", StopEgress),
        ["livekit.Egress/ListEgress"] = new("roomRecord", ListEgress),
    };

    private static LiveKitAnswer EgressNotConnected { get; } =
        LiveKitAnswer.Error(
            HttpStatusCode.InternalServerError,
            "internal",
            "egress not connected (redis required)"
        );

    public static LiveKitMethod? Find(string method) => All.GetValueOrDefault(method);

    private static LiveKitAnswer CreateRoom(LiveKitState state, JsonObject request)
    {
        var name = request.Text("name");
        if (name.Length > MaxNameLength)
            return LiveKitAnswer.Error(
                HttpStatusCode.BadRequest,
                "invalid_argument",
                "name is too long"
            );
        return LiveKitAnswer.Ok(
            state
                .Open(
                    name,
                    request.Text("metadata"),
                    request.Field("max_participants")?.GetValue<int>() ?? 0,
                    request.Field("empty_timeout")?.GetValue<int>() ?? 300,
                    request.Field("departure_timeout")?.GetValue<int>() ?? 20
                )
                .ToJson()
        );
    }

    private static LiveKitAnswer DeleteRoom(LiveKitState state, JsonObject request) =>
        state.Close(request.Text("room"))
            ? LiveKitAnswer.Empty
            : LiveKitAnswer.NotFound("requested room does not exist");

    private static LiveKitAnswer ListRooms(LiveKitState state, JsonObject request)
    {
        var names = (request.Field("names") as JsonArray)
            ?.Select(name => name!.GetValue<string>())
            .ToList();
        return LiveKitAnswer.Ok(
            new JsonObject
            {
                ["rooms"] = new JsonArray([
                    .. state
                        .Rooms.Where(room =>
                            names is not { Count: > 0 } || names.Contains(room.Name)
                        )
                        .Select(room => room.ToJson()),
                ]),
            }
        );
    }

    private static LiveKitAnswer ListParticipants(LiveKitState state, JsonObject request) =>
        LiveKitAnswer.Ok(
            new JsonObject
            {
                ["participants"] = new JsonArray([
                    .. state
                        .ParticipantsOf(request.Text("room"))
                        .Select(participant => participant.ToJson()),
                ]),
            }
        );

    private static LiveKitAnswer GetParticipant(LiveKitState state, JsonObject request) =>
        Find(state, request) is { } participant
            ? LiveKitAnswer.Ok(participant.ToJson())
            : LiveKitAnswer.NotFound("participant does not exist");

    private static LiveKitAnswer RemoveParticipant(LiveKitState state, JsonObject request) =>
        state.Leave(request.Text("room"), request.Text("identity"))
            ? LiveKitAnswer.Empty
            : LiveKitAnswer.NotFound("participant does not exist");

    private static LiveKitAnswer SendData(LiveKitState state, JsonObject request)
    {
        var room = request.Text("room");
        if (state.Rooms.All(known => known.Name != room))
            return LiveKitAnswer.Error(
                HttpStatusCode.ServiceUnavailable,
                "unavailable",
                "no response from servers"
            ) with
            {
                Delay = state.UnavailableDelay,
            };

        state.Send(
            new SentData(
                room,
                request.Text("topic"),
                request.Text("kind"),
                Encoding.UTF8.GetString(Convert.FromBase64String(request.Text("data"))),
                [
                    .. (request.Field("destination_identities") as JsonArray ?? []).Select(
                        identity => identity!.GetValue<string>()
                    ),
                ]
            )
        );
        return LiveKitAnswer.Empty;
    }

    private static LiveKitAnswer StartRoomComposite(LiveKitState state, JsonObject request)
    {
        var room = request.Text("room_name");
        if (!state.HasRedis || !state.HasEgressWorker)
            return LiveKitAnswer.Error(
                HttpStatusCode.ServiceUnavailable,
                "unavailable",
                "no response from servers"
            ) with
            {
                Delay = state.EgressWorkerDelay,
            };
        return state.Rooms.All(known => known.Name != room)
            ? LiveKitAnswer.NotFound("requested room does not exist")
            : LiveKitAnswer.Ok(state.StartEgress(room, request));
    }

    private static LiveKitAnswer StopEgress(LiveKitState state, JsonObject request)
    {
        if (!state.HasRedis)
            return EgressNotConnected with { Delay = state.UnavailableDelay };
        if (state.FindEgress(request.Text("egress_id")) is not { } egress)
            return LiveKitAnswer.NotFound("egress does not exist");
        return state.StopEgress(egress.Id) is { } stopped
            ? LiveKitAnswer.Ok(stopped.ToJson())
            : LiveKitAnswer.Error(
                HttpStatusCode.PreconditionFailed,
                "failed_precondition",
                $"egress with status {egress.Status} cannot be stopped"
            );
    }

    private static LiveKitAnswer ListEgress(LiveKitState state, JsonObject request)
    {
        var room = request.Text("room_name");
        var id = request.Text("egress_id");
        var onlyActive = request.Field("active")?.GetValue<bool>() ?? false;
        if (!state.HasRedis)
            return EgressNotConnected;
        if (id.Length > 0 && state.FindEgress(id) is null)
            return LiveKitAnswer.NotFound("egress does not exist");
        return LiveKitAnswer.Ok(
            new JsonObject
            {
                ["items"] = new JsonArray([
                    .. state
                        .Egresses.Where(egress =>
                            (room.Length == 0 || egress.Room == room)
                            && (id.Length == 0 || egress.Id == id)
                            && (!onlyActive || egress.IsUnderWay)
                        )
                        .Select(egress => egress.ToJson()),
                ]),
            }
        );
    }

    private static LiveKitParticipant? Find(LiveKitState state, JsonObject request) =>
        state
            .ParticipantsOf(request.Text("room"))
            .FirstOrDefault(participant => participant.Identity == request.Text("identity"));
}
