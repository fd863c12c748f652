using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Domain.Participants;

/// <summary>What a participant token says: who may be in which room, as what, and until when.</summary>
public sealed record ParticipantGrant(
    RoomName Room,
    ParticipantName Participant,
    ParticipantRole Role,
    DateTimeOffset ExpiresAt
)
{
    /// <summary>
    /// How long after its expiry a token still proves who asks for its refresh. The browser keeps it that long.
    /// </summary>
    public static readonly TimeSpan RefreshWindow = TimeSpan.FromHours(24);

    /// <summary>Whether the grant is for this participant of this room.</summary>
    public bool Names(RoomName room, ParticipantName participant) =>
        Room == room && Participant == participant;

    public bool IsExpired(DateTimeOffset now) => now >= ExpiresAt;

    /// <summary>
    /// Whether the token, expired or not, still proves who asks for its refresh: until the end of <see cref="RefreshWindow"/>,
    /// inclusive. After that it proves nothing.
    /// </summary>
    public bool ProvesWhoRefreshes(DateTimeOffset now) => now <= ExpiresAt + RefreshWindow;
}
