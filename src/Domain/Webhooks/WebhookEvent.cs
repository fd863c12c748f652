namespace OpenViduMeet.Domain.Webhooks;

/// <summary>What the configured URL is told of.</summary>
public enum WebhookEvent
{
    /// <summary>A recording runs.</summary>
    RecordingStarted,

    /// <summary>A recording has moved on, and has not ended.</summary>
    RecordingUpdated,

    /// <summary>A recording has ended, and all that there will be to know of it is known.</summary>
    RecordingEnded,

    /// <summary>The meeting in a room is over, or the room itself is removed.</summary>
    RoomFinished,
}
