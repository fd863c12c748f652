using OpenViduMeet.Domain.Meetings;
using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.Infrastructure.Tokens;

namespace OpenViduMeet.Infrastructure.Meetings;

/// <summary>Reads LiveKit's participants.</summary>
internal sealed class LiveKitParticipants(FamilyProof families)
{
    /// <summary>The kinds of LiveKit's own participants: recorders and agents.</summary>
    private static readonly string[] ServiceKinds = ["EGRESS", "AGENT"];

    /// <summary>The kinds that only the owner of LiveKit's API secret can bring in.</summary>
    private static readonly string[] OperatorKinds = ["INGRESS", "SIP"];

    /// <returns>The person, or <see langword="null"/> for a recorder or an agent.</returns>
    public PresentParticipant? PersonIn(RoomName room, ParticipantInfo participant) =>
        !ServiceKinds.Contains(participant.Kind, StringComparer.Ordinal)
        && ParticipantName.TryParse(participant.Identity, out var name)
            ? new PresentParticipant(
                name,
                participant.Sid ?? "",
                families.Read(room, name, participant.Attributes),
                OperatorKinds.Contains(participant.Kind, StringComparer.Ordinal)
            )
            {
                JoinedAt = InstantOf(participant.JoinedAtMs),
            }
            : null;

    /// <returns><see langword="null"/> for zero, which means that the time is not known, and for what is no instant.</returns>
    private static DateTimeOffset? InstantOf(long milliseconds) =>
        milliseconds > 0 && milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : null;
}
