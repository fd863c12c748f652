using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Domain.Audit;

/// <summary>What an audited request acts on. Must not hold secrets.</summary>
/// <param name="Target">The id of something else: a link, key, secret or user, or the roles whose links are replaced.</param>
public sealed record AuditSubject(
    RoomName? Room = null,
    ParticipantName? Participant = null,
    RecordingId? Recording = null,
    string? Target = null
)
{
    public static readonly AuditSubject None = new();
}
