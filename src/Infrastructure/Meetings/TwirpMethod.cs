namespace OpenViduMeet.Infrastructure.Meetings;

/// <summary>A method of LiveKit, and what its failures mean for further calls.</summary>
/// <param name="Service">The service, such as <c>RoomService</c>.</param>
/// <param name="Name">The method's name, such as <c>GetParticipant</c>.</param>
/// <param name="IsRepeatable">
/// Whether the call may be repeated if its answer was lost: not if a second call has a further effect, or if its answer hides the effect
/// of the first.
/// </param>
internal sealed record TwirpMethod(string Service, string Name, bool IsRepeatable)
{
    /// <summary>Enough for tens of thousands of rooms, or thousands of participants.</summary>
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

    /// <summary>LiveKit answers <c>unavailable</c> after 3 s if the room is not open.</summary>
    public static readonly TwirpMethod SendData = Rooms(nameof(SendData), false) with
    {
        TellsOfServer = false,
    };

    /// <summary>LiveKit answers <c>unavailable</c> after 23 s if no egress worker is free.</summary>
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

    /// <summary>LiveKit answers <c>internal</c> if it runs without Redis, and so without egress.</summary>
    public static readonly TwirpMethod ListEgress = Egress(nameof(ListEgress), true) with
    {
        TellsOfServer = false,
        LargestAnswer = LargestList,
    };

    /// <summary>
    /// Whether a status of 500 or more, or a timeout, means that LiveKit itself fails, and not only a service that LiveKit calls.
    /// </summary>
    public bool TellsOfServer { get; private init; } = true;

    /// <summary>
    /// The maximum size of an answer, in bytes. The answer about one participant can hold 64 KiB of metadata, and attributes.
    /// </summary>
    public int LargestAnswer { get; private init; } = 1024 * 1024;

    public string Path => $"twirp/livekit.{Service}/{Name}";

    public override string ToString() => $"{Service}/{Name}";

    private static TwirpMethod Rooms(string name, bool isRepeatable) =>
        new("RoomService", name, isRepeatable);

    private static TwirpMethod Egress(string name, bool isRepeatable) =>
        new("Egress", name, isRepeatable);
}
