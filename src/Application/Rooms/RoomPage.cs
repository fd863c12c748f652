using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Application.Rooms;

/// <param name="Rooms">Newest first.</param>
/// <param name="Next">Where the next page begins, or <see langword="null"/> after the last.</param>
public sealed record RoomPage(IReadOnlyList<Room> Rooms, RoomPosition? Next);
