using System.Text.Json;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Infrastructure.LiveKit;

/// <summary>
/// The configuration of rooms in LiveKit, and the mark in their metadata that distinguishes them from the rooms of others.
/// </summary>
internal sealed class LiveKitRooms(InstallationId installation)
{
    /// <summary>Seconds that a room stays open if nobody joins.</summary>
    private const int EmptyTimeout = 300;

    /// <summary>Seconds that a room stays open after the last participant has left.</summary>
    private const int DepartureTimeout = 20;

    private const string Product = "openvidu-meet";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private string? _ourMetadata;

    /// <summary>Serialized once, because it is part of every token.</summary>
    private string OurMetadata =>
        _ourMetadata ??= JsonSerializer.Serialize(new Mark(Product, installation.Value), Json);

    /// <summary>The configuration to open a room with. In a token, it lets LiveKit open the room for the first participant.</summary>
    public RoomConfiguration ConfigurationFor(Room room) =>
        new(
            room.Name.Value,
            EmptyTimeout,
            DepartureTimeout,
            room.MaxParticipants ?? 0,
            OurMetadata
        );

    /// <summary>Whether a room's metadata has the mark of this installation.</summary>
    public bool IsOurs(string? metadata) =>
        ReadMark(metadata) is { } mark && mark.Installation == installation.Value;

    /// <summary>
    /// Whether a room with this metadata may be closed: not if another installation or product opened it. Earlier versions did not write
    /// the installation.
    /// </summary>
    public bool MayBeClosed(string? metadata) =>
        ReadMark(metadata) is { } mark
        && (mark.Installation is null || mark.Installation == installation.Value);

    /// <returns>The mark of this product, or <see langword="null"/> if there is none.</returns>
    private static Mark? ReadMark(string? metadata)
    {
        if (string.IsNullOrEmpty(metadata))
            return null;

        try
        {
            var mark = JsonSerializer.Deserialize<Mark>(metadata, Json);
            return mark?.CreatedBy == Product ? mark : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed record Mark(string? CreatedBy, string? Installation);
}
