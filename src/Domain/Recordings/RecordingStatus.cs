namespace OpenViduMeet.Domain.Recordings;

/// <summary>Where a recording is in its life, in LiveKit's words for an egress.</summary>
public enum RecordingStatus
{
    Starting,
    Active,
    Ending,
    Complete,
    Failed,
    Aborted,

    /// <summary>Ended because a limit of time or size was reached. Its media is whole up to there.</summary>
    LimitReached,
}
