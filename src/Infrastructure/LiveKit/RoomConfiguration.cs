namespace OpenViduMeet.Infrastructure.LiveKit;

/// <param name="Name">The name of the room; <see langword="null"/> in a token, which names its room elsewhere.</param>
internal sealed record RoomConfiguration(
    string? Name,
    int EmptyTimeout,
    int DepartureTimeout,
    int MaxParticipants,
    string Metadata
);
