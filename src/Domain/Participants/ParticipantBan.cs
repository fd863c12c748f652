using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Domain.Participants;

/// <summary>
/// A moderator disconnected a participant from a room. All tokens for the name that were made before are revoked for good. Until an
/// instant, neither the browser that holds one of them nor anybody under the name gets a new token.
/// </summary>
/// <param name="Epoch">How often the participant of this name has been disconnected from the room, from 1.</param>
/// <param name="Since">When the participant was disconnected for the last time.</param>
/// <param name="Until">When the ban ends. Not after <paramref name="Since"/> if nobody is banned; the tokens stay revoked.</param>
public sealed record ParticipantBan(
    RoomName Room,
    ParticipantName Participant,
    int Epoch,
    DateTimeOffset Since,
    DateTimeOffset Until
)
{
    public bool IsInForce(DateTimeOffset now) => now < Until;

    /// <summary>Whether a token of this family was made before the participant was disconnected.</summary>
    public bool Revokes(TokenFamily family) => family.Epoch < Epoch;
}
