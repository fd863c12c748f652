namespace OpenViduMeet.Domain.Recordings;

/// <summary>The recording of a room. Its media lies in the <see cref="IRecordingStore"/>.</summary>
public sealed class Recording
{
    public required RecordingId Id { get; init; }

    public required RecordingStatus Status { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public TimeSpan? Duration { get; init; }

    /// <summary>The media's size in bytes, once it is complete.</summary>
    public long? Size { get; init; }

    /// <summary>Whether the media is whole, so that it can be watched.</summary>
    public bool IsPlayable => Status is RecordingStatus.Complete or RecordingStatus.LimitReached;
}
