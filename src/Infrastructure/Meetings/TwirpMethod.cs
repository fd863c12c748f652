namespace OpenViduMeet.Infrastructure.Meetings;

/// <summary>A call that LiveKit understands, and what its failures mean for the next one.</summary>
/// <param name="Service">Such as <c>RoomService</c>.</param>
/// <param name="Name">Such as <c>GetParticipant</c>.</param>
/// <param name="IsRepeatable">
/// Whether the call may be sent again when its answer was lost: not where a second one would do more, or would be answered as if the
/// first had done nothing.
/// </param>
internal sealed record TwirpMethod(string Service, string Name, bool IsRepeatable)
{
    /// <summary>Tens of thousands of rooms, or thousands of participants.</summary>
    private const int LargestList = 16 * 1024 * 1024;

    public static readonly TwirpMethod CreateRoom = Rooms(nameof(CreateRoom), true);
    public static readonly TwirpMethod DeleteRoom = Rooms(nameof(DeleteRoom), true);
    public static readonly TwirpMethod ListRooms = Rooms(nameof(ListRooms), true) with
    {
        LargestAnswer = LargestList,
    };
    public static readonly TwirpMethod ListParticipants = Rooms(nameof(ListParticipants), true) with
    {
        LargestAnswer = LargestList,
    };
    public static readonly TwirpMethod GetParticipant = Rooms(nameof(GetParticipant), true);
    public static readonly TwirpMethod RemoveParticipant = Rooms(nameof(RemoveParticipant), false);

    /// <summary>Answers <c>unavailable</c> after 3 s for a room that is not open.</summary>
    public static readonly TwirpMethod SendData = Rooms(nameof(SendData), false) with
    {
        TellsOfServer = false,
    };

    /// <summary>Answers <c>unavailable</c> after 23 s where no egress worker is free.</summary>
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

    /// <summary>Answers <c>internal</c> where LiveKit has no Redis, and so no egress.</summary>
    public static readonly TwirpMethod ListEgress = Egress(nameof(ListEgress), true) with
    {
        TellsOfServer = false,
        LargestAnswer = LargestList,
    };

    /// <summary>
    /// Whether a status of 500 and more, or no answer in time, says that LiveKit itself is in trouble, and not only what it asks.
    /// </summary>
    public bool TellsOfServer { get; private init; } = true;

    /// <summary>In bytes: no answer is read beyond it. One of a participant can hold 64 KiB of metadata and more of attributes.</summary>
    public int LargestAnswer { get; private init; } = 1024 * 1024;

    public string Path => $"twirp/livekit.{Service}/{Name}";

    public override string ToString() => $"{Service}/{Name}";

    private static TwirpMethod Rooms(string name, bool isRepeatable) =>
        new("RoomService", name, isRepeatable);

    private static TwirpMethod Egress(string name, bool isRepeatable) =>
        new("Egress", name, isRepeatable);
}
