using MediatR;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Application.Rooms;

/// <summary>Deletes rooms, and disconnects everybody in them. Names of rooms that do not exist are passed over.</summary>
public sealed record DeleteRooms(Caller Caller, IReadOnlyList<string>? RoomNames)
    : IRequest<Result<DeletedRooms>>;

/// <param name="Names">Of the rooms that were there.</param>
public sealed record DeletedRooms(IReadOnlyList<string> Names);
