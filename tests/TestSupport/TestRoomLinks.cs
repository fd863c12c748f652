using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.TestSupport;

/// <summary>Room links as the server makes them, for tests without a server.</summary>
public sealed class TestRoomLinks : IRoomLinks
{
    public string To(RoomName room, RoomSecret secret) =>
        $"https://meet.test/room/{room}?secret={secret.Value}";
}
