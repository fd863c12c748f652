using OpenViduMeet.Domain.Recordings;

namespace OpenViduMeet.Infrastructure.Archive;

/// <summary>
/// A recording as OpenVidu Meet keeps it beside the media. Instants in milliseconds since the Unix epoch. Numbers are of every kind
/// that JSON knows: the original writes milliseconds with a fraction.
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

    /// <exception cref="FormatException">It is no recording that lies where it says.</exception>
    public Recording ToRecording(string key)
    {
        if (!Domain.Recordings.RecordingId.TryParse(RecordingId, out var id))
            throw new FormatException("its recordingId is no recording id");
        if (!string.Equals(MeetLayout.MetadataOf(id), key, StringComparison.Ordinal))
            throw new FormatException("its recordingId is of another place");
        if (RecordingStatusNames.Read(Status) is not { } status)
            throw new FormatException("its status is unknown");
        if (StartDate is not { } startDate)
            throw new FormatException("it has no startDate");

        return new Recording
        {
            Id = id,
            Status = status,
            StartedAt = Instants.Read(startDate),
            EndedAt = EndDate is { } end ? Instants.Read(end) : null,
            Duration = Duration is { } seconds ? Instants.ReadSpan(seconds) : null,
            Size = Size is { } size ? Instants.ReadWhole(size, long.MaxValue) : null,
            ErrorCode = ErrorCode is { } code ? (int)Instants.ReadWhole(code, int.MaxValue) : null,
            Error = Error,
            Details = Details,
            IsDescribed = true,
            // Nobody waits in the room for news of what was recorded before our time.
            SignalledStatus = status,
        };
    }
}
