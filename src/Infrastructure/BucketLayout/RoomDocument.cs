using System.Text.Json.Serialization;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Infrastructure.BucketLayout;

/// <summary>
/// A room as OpenVidu Meet stores it. The URLs hold the secrets. Instants are in milliseconds since the Unix epoch and may have a
/// fraction.
/// </summary>
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

    private static readonly UnreadableObject NoSecret = new("a URL has no secret");

    public static RoomDocument From(Room room, IRoomLinks links) =>
        new(
            room.Name.Value,
            room.Prefix.Value,
            room.CreatedAt.ToUnixTimeMilliseconds(),
            room.ExpiresAt.ToUnixTimeMilliseconds(),
            room.MaxParticipants,
            new PreferencesPart(
                new Feature(room.Preferences.ChatEnabled),
                new Feature(room.Preferences.RecordingEnabled)
                {
                    AllowAccessTo = RecordingAccessNames.Write(room.Preferences.RecordingAccess),
                },
                new Feature(room.Preferences.VirtualBackgroundEnabled)
            ),
            links.To(room.Name, room.ModeratorSecret),
            links.To(room.Name, room.PublisherSecret)
        );

    /// <returns>The room, or an <see cref="UnreadableObject"/> if this is not the document of the room with this key.</returns>
    public Result<Room> ToRoom(string key)
    {
        if (!Domain.Rooms.RoomName.TryParse(RoomName, out var name))
            return new UnreadableObject("its roomName is no room name");
        if (!string.Equals(BucketKeys.DocumentOf(name), key, StringComparison.Ordinal))
            return new UnreadableObject("its roomName is of another place");
        if (CreationDate is null || ExpirationDate is null)
            return new UnreadableObject("it has no creationDate or no expirationDate");
        if (
            !DocumentNumbers.TryReadInstant(CreationDate, out var created)
            || !DocumentNumbers.TryReadInstant(ExpirationDate, out var expires)
        )
            return DocumentNumbers.DateOutOfRange;
        if (!DocumentNumbers.TryReadWhole(MaxParticipants, int.MaxValue, out var maxParticipants))
            return DocumentNumbers.NumberOutOfRange;
        if (SecretIn(ModeratorRoomUrl) is not { } moderator)
            return NoSecret;
        if (SecretIn(PublisherRoomUrl) is not { } publisher)
            return NoSecret;

        return new Room
        {
            Name = name,
            Prefix = Domain.Rooms.RoomNamePrefix.From(RoomNamePrefix),
            CreatedAt = created.Value,
            ExpiresAt = expires.Value,
            MaxParticipants = maxParticipants >= 1 ? (int)maxParticipants : null,
            Preferences = new RoomPreferences(
                Preferences?.ChatPreferences?.Enabled ?? true,
                Preferences?.RecordingPreferences?.Enabled ?? true,
                Preferences?.VirtualBackgroundPreferences?.Enabled ?? true,
                RecordingAccessNames.Read(Preferences?.RecordingPreferences?.SentAccess)
            ),
            ModeratorSecret = moderator,
            PublisherSecret = publisher,
        };
    }

    /// <returns>The secret, or <see langword="null"/> if there is none.</returns>
    private static RoomSecret? SecretIn(string? url)
    {
        var query = url?.Split('?', 2) is [_, var text] ? text : "";
        var secret = query
            .Split('&')
            .FirstOrDefault(part => part.StartsWith(SecretParameter, StringComparison.Ordinal))
            ?[SecretParameter.Length..];
        return string.IsNullOrEmpty(secret) ? null : new RoomSecret(Uri.UnescapeDataString(secret));
    }

    internal sealed record PreferencesPart(
        Feature? ChatPreferences,
        Feature? RecordingPreferences,
        Feature? VirtualBackgroundPreferences
    );

    internal sealed record Feature(bool? Enabled)
    {
        /// <summary>Who may watch the room's recordings. Only of recordings.</summary>
        public string? AllowAccessTo { get; init; }

        /// <summary>Another name of <see cref="AllowAccessTo"/>, which is only read.</summary>
        public string? AllowAccess { get; init; }

        [JsonIgnore]
        public string? SentAccess => AllowAccessTo ?? AllowAccess;
    }
}
