namespace OpenViduMeet.Application.Participants;

/// <summary>Guessing a room's secret: one limit for all requests by which it can be done.</summary>
internal static class RoomSecretGuess
{
    public static string? TargetOf(string? roomName) =>
        string.IsNullOrEmpty(roomName) ? null : $"room {roomName}";
}
