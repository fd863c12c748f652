namespace OpenViduMeet.Domain.Recordings;

/// <summary>What LiveKit says of an egress that records a room of ours.</summary>
public sealed record EgressReport(RecordingId Id, RecordingStatus Status)
{
    /// <summary>Whether it records, or is about to.</summary>
    public bool IsRunning => Status is RecordingStatus.Starting or RecordingStatus.Active;

    /// <summary>Whether it writes to where the <see cref="IRecordingStore"/> keeps the media of this recording.</summary>
    public bool IsInOurStore { get; init; }

    /// <summary>When the media begins; <see langword="null"/> while the egress has not got that far.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public TimeSpan? Duration { get; init; }

    /// <summary>The media's size in bytes.</summary>
    public long? Size { get; init; }

    public int? ErrorCode { get; init; }

    public string? Error { get; init; }

    public string? Details { get; init; }
}
