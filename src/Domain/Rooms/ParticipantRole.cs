namespace OpenViduMeet.Domain.Rooms;

/// <summary>The role of a participant in a room. A greater value has more permissions.</summary>
public enum ParticipantRole
{
    Publisher,
    Moderator,
}
