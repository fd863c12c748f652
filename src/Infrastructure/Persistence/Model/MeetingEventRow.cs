namespace OpenViduMeet.Infrastructure.Persistence.Model;

/// <summary>An event in the inbox, or one that is remembered.</summary>
internal sealed class MeetingEventRow
{
    public required string Id { get; init; }

    /// <summary>What of the event we need, as JSON: LiveKit's own text holds passwords.</summary>
    public required string Payload { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    public required MeetingEventState State { get; set; }

    /// <summary>How often it has been taken.</summary>
    public int Attempts { get; set; }

    /// <summary>Not to be taken before.</summary>
    public required DateTimeOffset DueAt { get; set; }

    public DateTimeOffset? HandledAt { get; set; }

    /// <summary>Why it could not be handled the last time.</summary>
    public string? LastFailure { get; set; }
}

internal enum MeetingEventState
{
    Waiting,
    Handled,
    Parked,
}
