namespace OpenViduMeet.Domain.Rooms;

/// <summary>Who may watch a room's recordings. Administrators always may.</summary>
public enum RecordingAccess
{
    /// <summary>Only administrators.</summary>
    Admin,

    /// <summary>Also the moderators of the room.</summary>
    AdminModerator,

    /// <summary>Also the publishers of the room, and so everybody who has one of its links.</summary>
    AdminModeratorPublisher,
}

public static class RecordingAccessRoles
{
    /// <summary>Whether participants of the room with this role may watch its recordings.</summary>
    public static bool Allows(this RecordingAccess access, ParticipantRole role) =>
        role switch
        {
            ParticipantRole.Moderator => access
                is RecordingAccess.AdminModerator
                    or RecordingAccess.AdminModeratorPublisher,
            ParticipantRole.Publisher => access == RecordingAccess.AdminModeratorPublisher,
            _ => false,
        };
}
