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

/// <summary>How far each status is: a recording only ever moves to a later stage, and may leave some out.</summary>
internal static class RecordingStages
{
    public const int Ended = 3;

    public static int Stage(this RecordingStatus status) =>
        status switch
        {
            RecordingStatus.Starting => 0,
            RecordingStatus.Active => 1,
            RecordingStatus.Ending => 2,
            _ => Ended,
        };
}
