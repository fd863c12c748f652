using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Infrastructure.Persistence.Model;

/// <summary>A room that was removed, remembered as long as a participant may have a token that opens it again in LiveKit.</summary>
internal sealed record RemovedRoom(RoomName Name, DateTimeOffset RemovedAt);
