using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Infrastructure.Meetings;

/// <summary>The least that one call to LiveKit needs.</summary>
/// <param name="Name">LiveKit's name for the permission.</param>
/// <param name="Room">The only room for which it holds, or <see langword="null"/> where it is not bound to one.</param>
internal sealed record LiveKitGrant(string Name, RoomName? Room = null)
{
    /// <summary>To create rooms, and to delete them.</summary>
    public static readonly LiveKitGrant RoomCreate = new("roomCreate");

    public static readonly LiveKitGrant RoomList = new("roomList");

    /// <summary>To start, stop and list egresses.</summary>
    public static readonly LiveKitGrant RoomRecord = new("roomRecord");

    /// <summary>To see and to change who is in this room.</summary>
    public static LiveKitGrant RoomAdmin(RoomName room) => new("roomAdmin", room);
}
