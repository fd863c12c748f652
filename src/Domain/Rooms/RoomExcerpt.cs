namespace OpenViduMeet.Domain.Rooms;

/// <summary>A room in a list, with the parts that were asked for. All others are <see langword="null"/>.</summary>
public sealed record RoomExcerpt
{
    public required RoomName Name { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public RoomNamePrefix? Prefix { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    /// <inheritdoc cref="Room.MaxParticipants"/>
    public int? MaxParticipants { get; init; }

    public RoomPreferences? Preferences { get; init; }

    public RoomSecret? ModeratorSecret { get; init; }

    public RoomSecret? PublisherSecret { get; init; }

    public RoomPosition Position => new(CreatedAt, Name);

    /// <summary>All parts of a room.</summary>
    public static RoomExcerpt Of(Room room) =>
        new()
        {
            Name = room.Name,
            CreatedAt = room.CreatedAt,
            Prefix = room.Prefix,
            ExpiresAt = room.ExpiresAt,
            MaxParticipants = room.MaxParticipants,
            Preferences = room.Preferences,
            ModeratorSecret = room.ModeratorSecret,
            PublisherSecret = room.PublisherSecret,
        };
}

/// <summary>The parts of a room that a list need not read. Each is named as its property in <see cref="RoomExcerpt"/>.</summary>
[Flags]
public enum RoomParts
{
    None = 0,
    Prefix = 1,
    ExpiresAt = 2,
    MaxParticipants = 4,
    Preferences = 8,
    ModeratorSecret = 16,
    PublisherSecret = 32,
}
