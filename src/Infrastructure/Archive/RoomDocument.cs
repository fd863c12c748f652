using System.Text.Json.Serialization;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Infrastructure.Archive;

/// <summary>A room as OpenVidu Meet keeps it: its secrets stand in the URLs. Instants in milliseconds since the Unix epoch, with a fraction too.</summary>
internal sealed record RoomDocument(
    string? RoomName,
    string? RoomNamePrefix,
    double? CreationDate,
    double? ExpirationDate,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double? MaxParticipants,
    RoomDocument.PreferencesPart? Preferences,
    string? ModeratorRoomUrl,
    string? PublisherRoomUrl
)
{
    private const string SecretParameter = "secret=";

    public static RoomDocument From(Room room, IRoomLinks links) =>
        new(
            room.Name.Value,
            room.Prefix.Value,
            room.CreatedAt.ToUnixTimeMilliseconds(),
            room.ExpiresAt.ToUnixTimeMilliseconds(),
            room.MaxParticipants,
            new PreferencesPart(
                new Feature(room.Preferences.ChatEnabled),
                new Feature(room.Preferences.RecordingEnabled),
                new Feature(room.Preferences.VirtualBackgroundEnabled)
            ),
            links.To(room.Name, room.ModeratorSecret),
            links.To(room.Name, room.PublisherSecret)
        );

    /// <exception cref="FormatException">It is no room that lies where it says.</exception>
    public Room ToRoom(string key)
    {
        if (!Domain.Rooms.RoomName.TryParse(RoomName, out var name))
            throw new FormatException("its roomName is no room name");
        if (!string.Equals(MeetLayout.DocumentOf(name), key, StringComparison.Ordinal))
            throw new FormatException("its roomName is of another place");
        if (CreationDate is not { } created || ExpirationDate is not { } expires)
            throw new FormatException("it has no creationDate or no expirationDate");

        return new Room
        {
            Name = name,
            Prefix = Domain.Rooms.RoomNamePrefix.From(RoomNamePrefix),
            CreatedAt = Instants.Read(created),
            ExpiresAt = Instants.Read(expires),
            MaxParticipants =
                MaxParticipants >= 1
                    ? (int)Instants.ReadWhole(MaxParticipants.Value, int.MaxValue)
                    : null,
            Preferences = new RoomPreferences(
                Preferences?.ChatPreferences?.Enabled ?? true,
                Preferences?.RecordingPreferences?.Enabled ?? true,
                Preferences?.VirtualBackgroundPreferences?.Enabled ?? true
            ),
            ModeratorSecret = SecretIn(ModeratorRoomUrl),
            PublisherSecret = SecretIn(PublisherRoomUrl),
        };
    }

    private static RoomSecret SecretIn(string? url)
    {
        var query = url?.Split('?', 2) is [_, var text] ? text : "";
        var secret = query
            .Split('&')
            .FirstOrDefault(part => part.StartsWith(SecretParameter, StringComparison.Ordinal))
            ?[SecretParameter.Length..];
        return string.IsNullOrEmpty(secret)
            ? throw new FormatException("a URL has no secret")
            : new RoomSecret(Uri.UnescapeDataString(secret));
    }

    internal sealed record PreferencesPart(
        Feature? ChatPreferences,
        Feature? RecordingPreferences,
        Feature? VirtualBackgroundPreferences
    );

    internal sealed record Feature(bool? Enabled);
}
