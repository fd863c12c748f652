using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Infrastructure.BucketLayout;

/// <summary>
/// A recording as OpenVidu Meet stores it beside the media. Instants are in milliseconds since the Unix epoch. Numbers may have a
/// fraction: the original writes such milliseconds.
/// </summary>
/// <param name="Duration">In seconds.</param>
/// <param name="Size">In bytes.</param>
internal sealed record RecordingDocument(
    string? RecordingId,
    string? RoomId,
    string? Status,
    string? Filename,
    double? StartDate,
    double? EndDate,
    double? Duration,
    double? Size,
    double? ErrorCode,
    string? Error,
    string? Details
)
{
    public static RecordingDocument From(Recording recording) =>
        new(
            recording.Id.ToString(),
            recording.Id.Room.Value,
            RecordingStatusNames.Write(recording.Status),
            recording.Id.FileName,
            recording.StartedAt.ToUnixTimeMilliseconds(),
            recording.EndedAt?.ToUnixTimeMilliseconds(),
            recording.Duration?.TotalSeconds,
            recording.Size,
            recording.ErrorCode,
            recording.Error,
            recording.Details
        );

    /// <returns>
    /// The recording, or an <see cref="UnreadableObject"/> if this is not the document of the recording with this key.
    /// </returns>
    public Result<Recording> ToRecording(string key)
    {
        if (!Domain.Recordings.RecordingId.TryParse(RecordingId, out var id))
            return new UnreadableObject("its recordingId is no recording id");
        if (!string.Equals(BucketKeys.MetadataOf(id), key, StringComparison.Ordinal))
            return new UnreadableObject("its recordingId is of another place");
        if (RecordingStatusNames.Read(Status) is not { } status)
            return new UnreadableObject("its status is unknown");
        if (StartDate is null)
            return new UnreadableObject("it has no startDate");
        if (
            !DocumentNumbers.TryReadInstant(StartDate, out var started)
            || !DocumentNumbers.TryReadInstant(EndDate, out var ended)
        )
            return DocumentNumbers.DateOutOfRange;
        if (!DocumentNumbers.TryReadSpan(Duration, out var duration))
            return DocumentNumbers.DurationOutOfRange;
        if (
            !DocumentNumbers.TryReadWhole(Size, long.MaxValue, out var size)
            || !DocumentNumbers.TryReadWhole(ErrorCode, int.MaxValue, out var errorCode)
        )
            return DocumentNumbers.NumberOutOfRange;

        return new Recording
        {
            Id = id,
            Status = status,
            StartedAt = started.Value,
            EndedAt = ended,
            Duration = duration,
            Size = size,
            ErrorCode = (int?)errorCode,
            Error = Error,
            Details = Details,
            IsDescribed = true,
            // Clients in the room need no signal for an imported recording.
            SignalledStatus = status,
        };
    }
}
