namespace OpenViduMeet.Domain.Rooms;

/// <summary>What people in the room can use.</summary>
public sealed record RoomPreferences(
    bool ChatEnabled = true,
    bool RecordingEnabled = true,
    bool VirtualBackgroundEnabled = true
);
