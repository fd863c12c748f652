using OpenViduMeet.Domain.Participants;

namespace OpenViduMeet.Infrastructure.Meetings;

internal static class LiveKitParticipants
{
    /// <summary>The kinds of LiveKit's own participants: recorders and agents.</summary>
    private static readonly string[] ServiceKinds = ["EGRESS", "AGENT"];

    /// <returns>The person's name, or <see langword="null"/> for a recorder or an agent.</returns>
    public static ParticipantName? PersonIn(ParticipantInfo participant) =>
        !ServiceKinds.Contains(participant.Kind, StringComparer.Ordinal)
        && ParticipantName.TryParse(participant.Identity, out var name)
            ? name
            : null;
}
