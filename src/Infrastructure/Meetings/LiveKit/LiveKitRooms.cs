using System.Text.Json;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Infrastructure.Meetings.LiveKit;

/// <summary>How our rooms are opened in LiveKit, and how they are told from those of others.</summary>
internal static class LiveKitRooms
{
    /// <summary>Seconds that a room which nobody has joined stays open.</summary>
    private const int EmptyTimeout = 300;

    /// <summary>Seconds that a room stays open after the last one has left.</summary>
    private const int DepartureTimeout = 20;

    private const string MarkName = "createdBy";
    private const string MarkValue = "openvidu-meet";
    private const string Metadata = $$"""{"{{MarkName}}":"{{MarkValue}}"}""";

    /// <summary>To open a room, or for a token: with it LiveKit opens the room for whoever joins first.</summary>
    public static RoomConfiguration ConfigurationFor(Room room) =>
        new(room.Name.Value, EmptyTimeout, DepartureTimeout, room.MaxParticipants ?? 0, Metadata);

    /// <summary>Whether a room's metadata has our mark.</summary>
    public static bool IsMarked(string? metadata)
    {
        if (string.IsNullOrEmpty(metadata))
            return false;

        try
        {
            using var document = JsonDocument.Parse(metadata);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty(MarkName, out var mark)
                && mark.ValueKind == JsonValueKind.String
                && mark.ValueEquals(MarkValue);
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
