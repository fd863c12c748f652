using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Application.Participants;

/// <summary>The target of guesses at a room's secret. All requests with a secret share it, and so one limit.</summary>
public static class RoomSecretGuess
{
    public static string? TargetOf(RoomName? room) => room is null ? null : $"room {room}";
}
