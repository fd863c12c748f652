using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.Infrastructure.BucketLayout;
using OpenViduMeet.Infrastructure.LiveKit;
using OpenViduMeet.Infrastructure.Storage;

namespace OpenViduMeet.Infrastructure.Meetings;

/// <summary>Reads LiveKit's reports on egresses.</summary>
internal sealed class EgressReports(
    LiveKitOptions options,
    StorageOptions storage,
    S3Options? bucket = null
)
{
    private const string StatusPrefix = "EGRESS_";

    /// <returns>The report, or <see langword="null"/> if the file's name shows that this server did not start the egress.</returns>
    public EgressReport? Read(EgressInfo? egress)
    {
        var path = egress is null ? null : PathOf(egress);
        if (
            egress is null
            || !RoomName.TryParse(egress.RoomName, out var room)
            || BucketKeys.UidIn(path, room) is not { } uid
            || RecordingId.Of(room, egress.EgressId ?? "", uid) is not { } id
            || StatusOf(egress) is not { } status
        )
            return null;

        var file = egress.FileResults is [var first, ..] ? first : null;
        return new EgressReport(id, status)
        {
            IsInOurStore = path == PathFor(room, uid),
            StartedAt = Instant(egress.StartedAt),
            EndedAt = Instant(egress.EndedAt),
            Duration = file is { Duration: > 0 } ? Nanoseconds(file.Duration) : null,
            Size = file is { Size: > 0 } ? file.Size : null,
            ErrorCode = egress.ErrorCode == 0 ? null : egress.ErrorCode,
            Error = string.IsNullOrEmpty(egress.Error) ? null : egress.Error,
            Details = string.IsNullOrEmpty(egress.Details) ? null : egress.Details,
        };
    }

    /// <summary>The place where an egress writes a recording: a path on its own machine, or a name in the bucket.</summary>
    public string PathFor(RoomName room, string uid)
    {
        var key = BucketKeys.MediaOf(room, uid);
        return bucket is not null
            ? bucket.NameOf(key)
            : $"{options.EgressDirectory ?? storage.BucketDirectory}/{key}";
    }

    private static string? PathOf(EgressInfo egress) =>
        egress.RoomComposite?.FileOutputs is [{ Filepath: { Length: > 0 } asked }, ..] ? asked
        : egress.FileResults is [{ Filename: var written }, ..] ? written
        : null;

    /// <summary>Events leave out the first status, because it is the default value.</summary>
    private static RecordingStatus? StatusOf(EgressInfo egress) =>
        egress.Status is null ? RecordingStatus.Starting
        : egress.Status.StartsWith(StatusPrefix, StringComparison.Ordinal)
            ? RecordingStatusNames.Read(egress.Status[StatusPrefix.Length..])
        : null;

    private static DateTimeOffset? Instant(long nanoseconds) =>
        nanoseconds > 0 ? DateTimeOffset.UnixEpoch + Nanoseconds(nanoseconds) : null;

    private static TimeSpan Nanoseconds(long count) =>
        TimeSpan.FromTicks(count / TimeSpan.NanosecondsPerTick);
}
