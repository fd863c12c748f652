namespace OpenViduMeet.Domain.Rooms;

/// <summary>What a participant may do in a room. The greater value may do more.</summary>
public enum ParticipantRole
{
    Publisher,
    Moderator,
}
