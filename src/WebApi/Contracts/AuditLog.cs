using OpenViduMeet.Domain.Audit;

namespace OpenViduMeet.WebApi.Contracts;

/// <summary>A page of the audit log.</summary>
/// <param name="Entries">The entries, the latest first.</param>
/// <param name="IsTruncated">Whether there are more entries.</param>
/// <param name="NextPageToken">The token of the next page. The last page has none.</param>
public sealed record AuditEntryList(
    IReadOnlyList<MeetAuditEntry> Entries,
    bool IsTruncated,
    string? NextPageToken
);

/// <summary>Who did what to what, when, from where, and with what outcome.</summary>
/// <param name="Id">The place of the entry in the log.</param>
/// <param name="Date">When it happened (milliseconds since the Unix epoch).</param>
/// <param name="Action">What was done, for example <c>DisconnectParticipant</c>.</param>
/// <param name="ActorKind">How the actor was known.</param>
/// <param name="Actor">The name of the user, API key or participant, or the id of the link.</param>
/// <param name="Address">The address of the client.</param>
/// <param name="RoomName">The room.</param>
/// <param name="ParticipantName">The participant.</param>
/// <param name="RecordingId">The recording.</param>
/// <param name="Target">What else it was done to: the id of a link or a secret, the name of a key or a user, or several names.</param>
/// <param name="Outcome"><c>Done</c>, or why it was refused, for example <c>Forbidden</c>.</param>
public sealed record MeetAuditEntry(
    long Id,
    long Date,
    string Action,
    AuditActorKindName ActorKind,
    string? Actor,
    string? Address,
    string? RoomName,
    string? ParticipantName,
    string? RecordingId,
    string? Target,
    string Outcome
)
{
    internal static MeetAuditEntry Of(AuditEntry entry) =>
        new(
            entry.Sequence,
            entry.At.ToUnixTimeMilliseconds(),
            entry.Action,
            entry.ActorKind.ToContract(),
            entry.Actor,
            entry.Address,
            entry.Room,
            entry.Participant,
            entry.Recording,
            entry.Target,
            entry.Outcome
        );
}
