using MediatR;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Application.Rooms;

/// <param name="ExpirationDate">In milliseconds since the Unix epoch.</param>
/// <param name="RoomNamePrefix">The readable beginning of the name; characters that a name cannot have are dropped.</param>
/// <param name="MaxParticipants"><see langword="null"/> for no limit.</param>
public sealed record CreateRoom(
    Caller Caller,
    long? ExpirationDate,
    string? RoomNamePrefix,
    int? MaxParticipants,
    RoomPreferences Preferences
) : IRequest<Result<Room>>;
