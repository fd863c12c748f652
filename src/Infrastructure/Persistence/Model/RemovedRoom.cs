using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Infrastructure.Persistence.Model;

/// <summary>A room that was removed, remembered for as long as somebody has a token that opens it again in LiveKit.</summary>
internal sealed record RemovedRoom(RoomName Name, DateTimeOffset RemovedAt);
