using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Application.Participants;

/// <summary>Guessing a room's secret: one limit for all requests by which it can be done.</summary>
public static class RoomSecretGuess
{
    public static string? TargetOf(RoomName? room) => room is null ? null : $"room {room}";
}
