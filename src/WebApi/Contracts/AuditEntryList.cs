using OpenViduMeet.Domain.Audit;

namespace OpenViduMeet.WebApi.Contracts;

/// <summary>A page of the audit log.</summary>
/// <param name="Entries">The entries, the latest first.</param>
/// <param name="IsTruncated">Whether there are more entries.</param>
public sealed record AuditEntryList(IReadOnlyList<MeetAuditEntry> Entries, bool IsTruncated)
{
    /// <summary>The token of the next page. The last page has none.</summary>
    public string? NextPageToken { get; init; }
}

/// <summary>Who did what to what, when, from where, and with what outcome.</summary>
/// <param name="Id">The place of the entry in the log.</param>
/// <param name="Date">When it happened (milliseconds since the Unix epoch).</param>
/// <param name="Action">What was done, for example <c>DisconnectParticipant</c>.</param>
/// <param name="ActorKind">How the actor was known.</param>
/// <param name="Outcome"><c>Done</c>, or why it was refused, for example <c>Forbidden</c>.</param>
public sealed record MeetAuditEntry(
    long Id,
    long Date,
    string Action,
    AuditActorKindName ActorKind,
    string Outcome
)
{
    /// <summary>The key of the user, the name of the participant, or the id of the API key or link.</summary>
    public string? Actor { get; init; }

    /// <summary>The address of the client.</summary>
    public string? Address { get; init; }

    /// <summary>The room.</summary>
    public string? RoomName { get; init; }

    /// <summary>The participant.</summary>
    public string? ParticipantName { get; init; }

    /// <summary>The recording.</summary>
    public string? RecordingId { get; init; }

    /// <summary>
    /// What else it was done to: the id of a link, key or secret, a user, or the roles whose links were replaced.
    /// </summary>
    public string? Target { get; init; }

    internal static MeetAuditEntry Of(AuditEntry entry) =>
        new(
            entry.Sequence,
            entry.At.ToUnixTimeMilliseconds(),
            entry.Action,
            entry.ActorKind.ToContract(),
            entry.Outcome
        )
        {
            Actor = entry.Actor,
            Address = entry.Address,
            RoomName = entry.Room,
            ParticipantName = entry.Participant,
            RecordingId = entry.Recording,
            Target = entry.Target,
        };
}
