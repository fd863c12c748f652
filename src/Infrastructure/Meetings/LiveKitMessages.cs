namespace OpenViduMeet.Infrastructure.Meetings;

// The parts of LiveKit's messages that this server reads or writes. Events leave out fields with default values.

/// <summary>An answer of LiveKit to a call.</summary>
internal interface ITwirpMessage
{
    /// <summary>
    /// Whether the answer has its required fields. LiveKit's answers hold all fields, even those with default values: if one is missing,
    /// another server has answered.
    /// </summary>
    bool IsComplete { get; }
}

internal sealed record EmptyAnswer : ITwirpMessage
{
    bool ITwirpMessage.IsComplete => true;
}

internal sealed record LiveKitEvent(
    string? Event,
    string? Id,
    RoomInfo? Room,
    ParticipantInfo? Participant,
    EgressInfo? EgressInfo
);
