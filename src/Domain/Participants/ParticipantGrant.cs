using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Domain.Participants;

/// <summary>What a participant token says: the room, the participant, the role, the expiry and the family.</summary>
public sealed record ParticipantGrant(
    RoomName Room,
    ParticipantName Participant,
    ParticipantRole Role,
    DateTimeOffset ExpiresAt,
    TokenFamily Family
)
{
    /// <summary>
    /// How long after its expiry a token can still be refreshed. The browser keeps the token that long.
    /// </summary>
    public static readonly TimeSpan RefreshWindow = TimeSpan.FromHours(24);

    /// <summary>Whether the grant is for this room and this participant.</summary>
    public bool Names(RoomName room, ParticipantName participant) =>
        Room == room && Participant == participant;

    public bool IsExpired(DateTimeOffset now) => now >= ExpiresAt;

    /// <summary>
    /// Whether the token, expired or not, still proves the identity of the participant who refreshes it: until the end of
    /// <see cref="RefreshWindow"/>, inclusive.
    /// </summary>
    public bool CanBeRefreshed(DateTimeOffset now) => now <= ExpiresAt + RefreshWindow;
}
