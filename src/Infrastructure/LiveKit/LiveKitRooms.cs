using System.Text.Json;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Infrastructure.LiveKit;

/// <summary>How our rooms are opened in LiveKit, and how they are told from those of others: by a mark in their metadata.</summary>
internal sealed class LiveKitRooms(InstallationId installation)
{
    /// <summary>Seconds that a room which nobody has joined stays open.</summary>
    private const int EmptyTimeout = 300;

    /// <summary>Seconds that a room stays open after the last one has left.</summary>
    private const int DepartureTimeout = 20;

    private const string Product = "openvidu-meet";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private string? _ourMetadata;

    /// <summary>Written once: it is part of every token.</summary>
    private string OurMetadata =>
        _ourMetadata ??= JsonSerializer.Serialize(new Mark(Product, installation.Value), Json);

    /// <summary>To open a room, or for a token: with it LiveKit opens the room for whoever joins first.</summary>
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
    /// Whether a room whose name is that of a room of ours may be closed: not where another installation, or another product, has
    /// opened it. Versions before this one did not write which installation it was.
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
