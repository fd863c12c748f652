namespace OpenViduMeet.Infrastructure.Meetings.LiveKit;

/// <summary>A call that LiveKit understands, and what its failures mean for the next one.</summary>
/// <param name="Service">Such as <c>RoomService</c>.</param>
/// <param name="Name">Such as <c>GetParticipant</c>.</param>
/// <param name="IsRepeatable">
/// Whether the call may be sent again when its answer was lost: not where a second one would do more, or would be answered as if the
/// first had done nothing.
/// </param>
internal sealed record TwirpMethod(string Service, string Name, bool IsRepeatable)
{
    public static readonly TwirpMethod CreateRoom = Rooms(nameof(CreateRoom), true);
    public static readonly TwirpMethod DeleteRoom = Rooms(nameof(DeleteRoom), true);
    public static readonly TwirpMethod ListRooms = Rooms(nameof(ListRooms), true);
    public static readonly TwirpMethod ListParticipants = Rooms(nameof(ListParticipants), true);
    public static readonly TwirpMethod GetParticipant = Rooms(nameof(GetParticipant), true);
    public static readonly TwirpMethod RemoveParticipant = Rooms(nameof(RemoveParticipant), false);

    /// <summary>Answers <c>unavailable</c> for a room that is not open.</summary>
    public static readonly TwirpMethod SendData = Rooms(nameof(SendData), false) with
    {
        TellsOfServer = false,
    };

    /// <summary>Answers <c>unavailable</c> where no egress worker is free.</summary>
    public static readonly TwirpMethod StartRoomCompositeEgress = Egress(
        nameof(StartRoomCompositeEgress),
        false
    ) with
    {
        TellsOfServer = false,
    };
    public static readonly TwirpMethod StopEgress = Egress(nameof(StopEgress), false) with
    {
        TellsOfServer = false,
    };

    /// <summary>Answers <c>internal</c> where there is no egress service.</summary>
    public static readonly TwirpMethod ListEgress = Egress(nameof(ListEgress), true) with
    {
        TellsOfServer = false,
    };

    /// <summary>Whether an answer of 5xx says that LiveKit itself is in trouble.</summary>
    public bool TellsOfServer { get; private init; } = true;

    public string Path => $"twirp/livekit.{Service}/{Name}";

    public override string ToString() => $"{Service}/{Name}";

    private static TwirpMethod Rooms(string name, bool isRepeatable) =>
        new("RoomService", name, isRepeatable);

    private static TwirpMethod Egress(string name, bool isRepeatable) =>
        new("Egress", name, isRepeatable);
}
