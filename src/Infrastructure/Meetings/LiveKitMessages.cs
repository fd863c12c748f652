namespace OpenViduMeet.Infrastructure.Meetings;

// LiveKit's messages, as far as we read or write them. In webhooks, fields of their default value are left out.

internal sealed record RoomRequest(string Room);

internal sealed record ParticipantRequest(string Room, string Identity);

/// <param name="Names">Only these rooms, or <see langword="null"/> for all.</param>
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

/// <param name="S3">Where to, or <see langword="null"/> for the egress' own storage.</param>
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
    /// <summary>Never the keys: a record's text ends up in logs.</summary>
    public override string ToString() => $"S3Upload {{ Bucket = {Bucket} }}";
}

internal sealed record StopEgressRequest(string EgressId);

internal sealed record ListEgressRequest(string? RoomName, string? EgressId, bool? Active);

/// <summary>What LiveKit answers a call with.</summary>
internal interface ITwirpMessage
{
    /// <summary>
    /// Whether it has what such an answer cannot be without. LiveKit's answers hold all fields, also those of their default value:
    /// where one is missing, something else has answered.
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

/// <param name="StartedAt">In nanoseconds since the Unix epoch, as all instants here.</param>
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
