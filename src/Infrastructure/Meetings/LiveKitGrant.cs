using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Infrastructure.Meetings;

/// <summary>The minimum permission for a call to LiveKit.</summary>
/// <param name="Name">LiveKit's name for the permission.</param>
/// <param name="Room">The room that the permission is limited to, or <see langword="null"/> for no limit.</param>
internal sealed record LiveKitGrant(string Name, RoomName? Room = null)
{
    /// <summary>Allows creating and deleting rooms.</summary>
    public static readonly LiveKitGrant RoomCreate = new("roomCreate");

    public static readonly LiveKitGrant RoomList = new("roomList");

    /// <summary>Allows starting, stopping and listing egresses.</summary>
    public static readonly LiveKitGrant RoomRecord = new("roomRecord");

    /// <summary>Allows listing and removing participants of the room, and sending data to them.</summary>
    public static LiveKitGrant RoomAdmin(RoomName room) => new("roomAdmin", room);
}
