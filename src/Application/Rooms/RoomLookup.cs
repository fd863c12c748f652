using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Application.Rooms;

internal static class RoomLookup
{
    /// <summary>Finds a room by what a caller wrote: a text that is no room name names no room.</summary>
    public static async Task<Room?> FindAsync(
        this IRoomRepository rooms,
        string name,
        CancellationToken ct
    ) => RoomName.TryParse(name, out var roomName) ? await rooms.FindAsync(roomName, ct) : null;
}
