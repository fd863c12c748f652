namespace OpenViduMeet.Domain.Rooms;

/// <summary>The features that participants in the room can use, and who may watch its recordings.</summary>
public sealed record RoomPreferences(
    bool ChatEnabled = true,
    bool RecordingEnabled = true,
    bool VirtualBackgroundEnabled = true,
    RecordingAccess RecordingAccess = RecordingAccess.Admin
);
