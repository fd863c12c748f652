namespace OpenViduMeet.Domain.Recordings;

/// <summary>The status of a recording. All but the last are named as LiveKit names the status of an egress.</summary>
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

    /// <summary>
    /// An administrator has deleted the recording, and its media is being removed. No caller sees the recording any more. Only this server
    /// sets this status; LiveKit never reports it.
    /// </summary>
    Deleted,
}

/// <summary>The order of the statuses. A recording only moves to a later stage, and may skip stages.</summary>
internal static class RecordingStages
{
    public const int Ended = 3;
    private const int Deleted = 4;

    public static int Stage(this RecordingStatus status) =>
        status switch
        {
            RecordingStatus.Starting => 0,
            RecordingStatus.Active => 1,
            RecordingStatus.Ending => 2,
            RecordingStatus.Deleted => Deleted,
            _ => Ended,
        };
}
