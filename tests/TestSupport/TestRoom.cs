using System.Text.Json;

namespace OpenViduMeet.TestSupport;

/// <summary>A room and the secrets of its two URLs.</summary>
public sealed record TestRoom(string Name, string ModeratorSecret, string PublisherSecret)
{
    public static TestRoom From(JsonElement room) =>
        new(
            room.GetProperty("roomName").GetString()!,
            SecretOf(room.GetProperty("moderatorRoomUrl").GetString()!),
            SecretOf(room.GetProperty("publisherRoomUrl").GetString()!)
        );

    private static string SecretOf(string url) => url.Split("?secret=")[1];
}
