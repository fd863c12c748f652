namespace OpenViduMeet.Domain.Recordings;

/// <summary>LiveKit's report on an egress that records a room of this installation.</summary>
public sealed record EgressReport(RecordingId Id, RecordingStatus Status)
{
    /// <summary>Whether the egress records or is starting.</summary>
    public bool IsRunning => Status is RecordingStatus.Starting or RecordingStatus.Active;

    /// <summary>Whether the egress writes to the place where the <see cref="IRecordingStore"/> keeps this recording's media.</summary>
    public bool IsInOurStore { get; init; }

    /// <summary>When the media begins; <see langword="null"/> until the egress has begun to record.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public TimeSpan? Duration { get; init; }

    /// <summary>The media's size in bytes.</summary>
    public long? Size { get; init; }

    public int? ErrorCode { get; init; }

    public string? Error { get; init; }

    public string? Details { get; init; }
}
