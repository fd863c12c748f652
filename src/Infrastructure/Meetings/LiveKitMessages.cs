namespace OpenViduMeet.Infrastructure.Meetings;

// The parts of LiveKit's messages that this server reads or writes. Events leave out fields with default values.

internal sealed record RoomRequest(string Room);

internal sealed record ParticipantRequest(string Room, string Identity);

/// <param name="Names">The names of the rooms, or <see langword="null"/> for all rooms.</param>
internal sealed record ListRoomsRequest(string[]? Names = null);

internal sealed record SendDataRequest(
    string Room,
    string Data,
    string Kind,
    string[] DestinationIdentities,
    string Topic
);

internal sealed record StartRoomCompositeEgressRequest(
    string RoomName,
    string Layout,
    EncodedFileOutput[] FileOutputs
);

/// <param name="S3">The bucket to write to, or <see langword="null"/> for the egress' own storage.</param>
internal sealed record EncodedFileOutput(
    string FileType,
    string Filepath,
    bool DisableManifest,
    S3Upload? S3
);

internal sealed record S3Upload(
    string AccessKey,
    string Secret,
    string Region,
    string Endpoint,
    string Bucket,
    bool ForcePathStyle
)
{
    /// <summary>Leaves out the keys: the text of a record may be logged.</summary>
    public override string ToString() => $"S3Upload {{ Bucket = {Bucket} }}";
}

internal sealed record StopEgressRequest(string EgressId);

internal sealed record ListEgressRequest(string? RoomName, string? EgressId, bool? Active);

/// <summary>An answer of LiveKit to a call.</summary>
internal interface ITwirpMessage
{
    /// <summary>
    /// Whether the answer has its required fields. LiveKit's answers hold all fields, even those with default values: if one is missing,
    /// another server has answered.
    /// </summary>
    bool IsComplete { get; }
}

internal sealed record EmptyAnswer : ITwirpMessage
{
    bool ITwirpMessage.IsComplete => true;
}

internal sealed record RoomInfo(string? Name, string? Metadata) : ITwirpMessage
{
    bool ITwirpMessage.IsComplete => Name is not null;
}

internal sealed record ListRoomsAnswer(RoomInfo[]? Rooms) : ITwirpMessage
{
    bool ITwirpMessage.IsComplete => Rooms is not null && Rooms.All(room => room is not null);
}

internal sealed record ParticipantInfo(string? Identity, string? Kind) : ITwirpMessage
{
    bool ITwirpMessage.IsComplete => Identity is not null;
}

internal sealed record ListParticipantsAnswer(ParticipantInfo[]? Participants) : ITwirpMessage
{
    bool ITwirpMessage.IsComplete =>
        Participants is not null && Participants.All(participant => participant is not null);
}

/// <param name="StartedAt">In nanoseconds since the Unix epoch, like all instants here.</param>
internal sealed record EgressInfo(
    string? EgressId,
    string? RoomName,
    string? Status,
    long StartedAt,
    long EndedAt,
    int ErrorCode,
    string? Error,
    string? Details,
    RoomCompositeInfo? RoomComposite,
    FileInfo[]? FileResults
) : ITwirpMessage
{
    bool ITwirpMessage.IsComplete => EgressId is not null;
}

internal sealed record RoomCompositeInfo(FileOutputInfo[]? FileOutputs);

internal sealed record FileOutputInfo(string? Filepath);

/// <param name="Duration">In nanoseconds.</param>
/// <param name="Size">In bytes.</param>
internal sealed record FileInfo(string? Filename, long Duration, long Size);

internal sealed record ListEgressAnswer(EgressInfo[]? Items) : ITwirpMessage
{
    bool ITwirpMessage.IsComplete => Items is not null && Items.All(egress => egress is not null);
}

internal sealed record LiveKitEvent(
    string? Event,
    string? Id,
    RoomInfo? Room,
    ParticipantInfo? Participant,
    EgressInfo? EgressInfo
);
