using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace OpenViduMeet.TestSupport.LiveKit;

/// <summary>The double's state: rooms, participants, egresses and sent data.</summary>
public sealed class LiveKitState
{
    private const string IdAlphabet =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private readonly Dictionary<string, LiveKitRoom> _rooms = new(StringComparer.Ordinal);
    private readonly List<LiveKitParticipant> _participants = [];
    private readonly List<LiveKitEgress> _egresses = [];
    private readonly List<SentData> _sent = [];
    private readonly Lock _lock = new();

    /// <summary>The time for which LiveKit tries to send to a room that is not open.</summary>
    public TimeSpan UnavailableDelay { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>Whether LiveKit has Redis. Without Redis it knows no egress.</summary>
    public bool HasRedis { get; set; } = true;

    /// <summary>Whether a join opens the room of the token (<c>room.auto_create</c>).</summary>
    public bool OpensRoomsOnJoin { get; set; } = true;

    /// <summary>The time for which LiveKit looks for an egress worker if there is none.</summary>
    public TimeSpan EgressWorkerDelay { get; set; } = TimeSpan.FromSeconds(23);

    /// <summary>Whether there is an egress worker, without which nothing can be recorded.</summary>
    public bool HasEgressWorker { get; set; } = true;

    /// <summary>Whether a new egress is active as soon as its start has been answered.</summary>
    public bool EgressesBecomeActive { get; set; } = true;

    public IReadOnlyList<LiveKitRoom> Rooms => Copy(() => _rooms.Values);

    public IReadOnlyList<LiveKitEgress> Egresses => Copy(() => _egresses);

    public IReadOnlyList<SentData> Sent => Copy(() => _sent);

    public static string NewId(string prefix) =>
        prefix + RandomNumberGenerator.GetString(IdAlphabet, 12);

    public IReadOnlyList<LiveKitParticipant> ParticipantsOf(string room) =>
        Copy(() => _participants.Where(participant => participant.Room == room));

    /// <summary>Adds a participant, and opens the room if it is not open.</summary>
    /// <param name="attributes">The attributes of the token; <see langword="null"/> for none.</param>
    public LiveKitParticipant Join(
        string room,
        string identity,
        string kind = "STANDARD",
        JsonObject? attributes = null
    )
    {
        var joined = new LiveKitParticipant(
            room,
            identity,
            kind,
            attributes?.DeepClone() as JsonObject ?? []
        );
        Open(room, "", 0, 300, 20);
        lock (_lock)
        {
            _participants.RemoveAll(present =>
                present.Room == room && present.Identity == identity
            );
            _participants.Add(joined);
        }

        return joined;
    }

    /// <summary>
    /// Adds the participant of a token. If the room is not open, it is opened with the token's <c>roomConfig</c>.
    /// </summary>
    /// <returns>The room after the join.</returns>
    public LiveKitRoom JoinWith(string token)
    {
        var claims = LiveKitCredentials.ClaimsIn(token);
        var configuration = claims["roomConfig"] as JsonObject ?? [];
        var name = claims["video"]!["room"]!.GetValue<string>();
        var room = Open(
            name,
            configuration.Text("metadata"),
            configuration.Field("max_participants")?.GetValue<int>() ?? 0,
            configuration.Field("empty_timeout")?.GetValue<int>() ?? 300,
            configuration.Field("departure_timeout")?.GetValue<int>() ?? 20
        );
        Join(name, claims.Text("sub"), attributes: claims["attributes"] as JsonObject);
        return room;
    }

    public bool Leave(string room, string identity)
    {
        lock (_lock)
            return _participants.RemoveAll(present =>
                    present.Room == room && present.Identity == identity
                ) > 0;
    }

    /// <summary>Opens a room. A room that is already open stays unchanged.</summary>
    public LiveKitRoom Open(
        string name,
        string metadata,
        int maxParticipants,
        int emptyTimeout,
        int departureTimeout
    )
    {
        lock (_lock)
        {
            if (!_rooms.TryGetValue(name, out var room))
            {
                room = new LiveKitRoom(
                    name,
                    metadata,
                    maxParticipants,
                    emptyTimeout,
                    departureTimeout
                );
                _rooms[name] = room;
            }

            return room;
        }
    }

    /// <summary>Disconnects all participants and removes the room.</summary>
    public bool Close(string room)
    {
        lock (_lock)
        {
            _participants.RemoveAll(present => present.Room == room);
            return _rooms.Remove(room);
        }
    }

    public LiveKitEgress? FindEgress(string id) =>
        Egresses.FirstOrDefault(egress => egress.Id == id);

    /// <summary>Changes the status of an egress, as a report of its worker does.</summary>
    public LiveKitEgress Move(
        string id,
        string status,
        TimeSpan duration = default,
        long size = 0,
        string error = ""
    )
    {
        lock (_lock)
        {
            var index = _egresses.FindIndex(egress => egress.Id == id);
            var moved = _egresses[index].Moved(status, duration, size, error);
            _egresses[index] = moved;
            return moved;
        }
    }

    /// <summary>Removes an egress, as LiveKit does some time after its end.</summary>
    public void ForgetEgress(string id)
    {
        lock (_lock)
            _egresses.RemoveAll(egress => egress.Id == id);
    }

    internal void Send(SentData data)
    {
        lock (_lock)
            _sent.Add(data);
    }

    /// <summary>Starts the recording of a call that has already timed out, as a slow worker does.</summary>
    /// <param name="start">The call that started it.</param>
    public LiveKitEgress StartLate(LiveKitCall start)
    {
        StartEgress(start.Request.Text("room_name"), (JsonObject)start.Request.DeepClone());
        return Egresses[^1];
    }

    internal JsonObject StartEgress(string room, JsonObject request)
    {
        var egress = new LiveKitEgress(NewId("EG_"), room, "EGRESS_STARTING", request);
        lock (_lock)
            _egresses.Add(egress);
        var answer = egress.ToJson();
        if (EgressesBecomeActive)
            Move(egress.Id, "EGRESS_ACTIVE");
        return answer;
    }

    /// <returns>The stopping egress, or <see langword="null"/> if it has already ended.</returns>
    internal LiveKitEgress? StopEgress(string id) =>
        FindEgress(id) switch
        {
            { Status: "EGRESS_STARTING" } => Move(
                id,
                "EGRESS_ABORTED",
                error: "Stop called before it started"
            ),
            { IsUnderWay: true } => Move(id, "EGRESS_ENDING"),
            _ => null,
        };

    private List<T> Copy<T>(Func<IEnumerable<T>> items)
    {
        lock (_lock)
            return [.. items()];
    }
}

/// <param name="Data">The JSON that clients receive.</param>
/// <param name="To">The identities of the receivers; empty for all participants.</param>
public sealed record SentData(
    string Room,
    string Topic,
    string Kind,
    string Data,
    IReadOnlyList<string> To
);
