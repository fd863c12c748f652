namespace OpenViduMeet.Infrastructure.LiveKit;

/// <param name="Name">Of the room to be opened; <see langword="null"/> in a token, which names its room elsewhere.</param>
internal sealed record RoomConfiguration(
    string? Name,
    int EmptyTimeout,
    int DepartureTimeout,
    int MaxParticipants,
    string Metadata
);
