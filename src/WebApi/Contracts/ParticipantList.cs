using OpenViduMeet.Domain.Meetings;

namespace OpenViduMeet.WebApi.Contracts;

/// <summary>The participants in a room.</summary>
/// <param name="Participants">The participants, the first to join first.</param>
public sealed record ParticipantList(IReadOnlyList<MeetParticipant> Participants)
{
    internal static ParticipantList Of(IEnumerable<PresentParticipant> present) =>
        new([
            .. present.Select(participant => new MeetParticipant
            {
                ParticipantName = participant.Name.Value,
                JoinedDate = participant.JoinedAt?.ToUnixTimeMilliseconds(),
            }),
        ]);
}

/// <summary>A participant in a room.</summary>
public sealed record MeetParticipant
{
    /// <summary>The name of the participant.</summary>
    /// <example>Alice</example>
    public required string ParticipantName { get; init; }

    /// <summary>When the participant joined (milliseconds since the Unix epoch). Missing if LiveKit does not tell it.</summary>
    /// <example>1620000000000</example>
    public long? JoinedDate { get; init; }
}
