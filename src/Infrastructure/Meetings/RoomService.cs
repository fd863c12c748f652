namespace OpenViduMeet.Infrastructure.Meetings;

/// <summary>The methods of LiveKit's RoomService that this server calls. Their messages follow, with the fields that this server uses.</summary>
internal static class RoomService
{
    public static readonly TwirpMethod CreateRoom = Method(nameof(CreateRoom), true);
    public static readonly TwirpMethod DeleteRoom = Method(nameof(DeleteRoom), true);
    public static readonly TwirpMethod ListRooms = Method(nameof(ListRooms), true) with
    {
        LargestAnswer = TwirpMethod.LargestList,
    };
    public static readonly TwirpMethod ListParticipants = Method(
        nameof(ListParticipants),
        true
    ) with
    {
        LargestAnswer = TwirpMethod.LargestList,
    };

    /// <summary>For a small list. The answer about a larger one costs more than some calls about single participants.</summary>
    public static readonly TwirpMethod ListFewParticipants = ListParticipants with
    {
        LargestAnswer = 256 * 1024,
        MayBeTooLarge = true,
    };
    public static readonly TwirpMethod GetParticipant = Method(nameof(GetParticipant), true);
    public static readonly TwirpMethod RemoveParticipant = Method(nameof(RemoveParticipant), false);

    /// <summary>LiveKit answers <c>unavailable</c> after 3 s if the room is not open.</summary>
    public static readonly TwirpMethod SendData = Method(nameof(SendData), false) with
    {
        FailureMeansServerDown = false,
    };

    private static TwirpMethod Method(string name, bool isRepeatable) =>
        new(nameof(RoomService), name, isRepeatable);
}

internal sealed record RoomRequest(string Room);

internal sealed record ParticipantRequest(string Room, string Identity);

/// <param name="RevokeTokenTs">
/// In seconds since the Unix epoch, as text: tokens that begin before it are dead. LiveKit Cloud knows it; other servers ignore it.
/// </param>
internal sealed record RemoveParticipantRequest(string Room, string Identity, string RevokeTokenTs);

/// <param name="Names">The names of the rooms, or <see langword="null"/> for all rooms.</param>
internal sealed record ListRoomsRequest(string[]? Names = null);

internal sealed record SendDataRequest(
    string Room,
    string Data,
    string Kind,
    string[] DestinationIdentities,
    string Topic
);

internal sealed record RoomInfo(string? Name, string? Metadata) : ITwirpMessage
{
    bool ITwirpMessage.IsComplete => Name is not null;
}

internal sealed record ListRoomsAnswer(RoomInfo[]? Rooms) : ITwirpMessage
{
    bool ITwirpMessage.IsComplete => Rooms is not null && Rooms.All(room => room is not null);
}

/// <param name="JoinedAtMs">In milliseconds since the Unix epoch.</param>
internal sealed record ParticipantInfo(
    string? Sid,
    string? Identity,
    string? Kind,
    long JoinedAtMs,
    Dictionary<string, string?>? Attributes
) : ITwirpMessage
{
    bool ITwirpMessage.IsComplete => Identity is not null;
}

internal sealed record ListParticipantsAnswer(ParticipantInfo[]? Participants) : ITwirpMessage
{
    bool ITwirpMessage.IsComplete =>
        Participants is not null && Participants.All(participant => participant is not null);
}
