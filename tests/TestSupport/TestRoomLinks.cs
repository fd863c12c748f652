using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.TestSupport;

/// <summary>Links as the server makes them, for where there is no server.</summary>
public sealed class TestRoomLinks : IRoomLinks
{
    public string To(RoomName room, RoomSecret secret) =>
        $"https://meet.test/room/{room}?secret={secret.Value}";
}
