namespace OpenViduMeet.Domain.Recordings;

/// <summary>The status of a recording, named as LiveKit names the status of an egress.</summary>
public enum RecordingStatus
{
    Starting,
    Active,
    Ending,
    Complete,
    Failed,
    Aborted,

    /// <summary>Ended at a limit of time or size. The media is complete up to the limit.</summary>
    LimitReached,
}

/// <summary>The order of the statuses. A recording only moves to a later stage, and may skip stages.</summary>
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
