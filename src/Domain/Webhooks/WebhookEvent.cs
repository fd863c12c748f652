namespace OpenViduMeet.Domain.Webhooks;

/// <summary>The events that webhooks report.</summary>
public enum WebhookEvent
{
    /// <summary>A recording has started.</summary>
    RecordingStarted,

    /// <summary>The status of a recording has changed, but it has not ended.</summary>
    RecordingUpdated,

    /// <summary>A recording has ended, and all of its data is known.</summary>
    RecordingEnded,

    /// <summary>The meeting in a room has ended, or the room was removed.</summary>
    RoomFinished,
}
