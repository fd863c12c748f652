namespace OpenViduMeet.Infrastructure.Meetings;

/// <summary>The methods of LiveKit's Egress service that this server calls. Their messages follow, with the fields that this server uses.</summary>
internal static class EgressService
{
    /// <summary>LiveKit answers <c>unavailable</c> after 23 s if no egress worker is free.</summary>
    public static readonly TwirpMethod StartRoomCompositeEgress = Method(
        nameof(StartRoomCompositeEgress),
        false
    ) with
    {
        FailureMeansServerDown = false,
    };
    public static readonly TwirpMethod StopEgress = Method(nameof(StopEgress), false) with
    {
        FailureMeansServerDown = false,
    };

    /// <summary>LiveKit answers <c>internal</c> if it runs without Redis, and so without egress.</summary>
    public static readonly TwirpMethod ListEgress = Method(nameof(ListEgress), true) with
    {
        FailureMeansServerDown = false,
        LargestAnswer = TwirpMethod.LargestList,
    };

    private static TwirpMethod Method(string name, bool isRepeatable) =>
        new("Egress", name, isRepeatable);
}

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
