using MediatR;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Application.Rooms;

/// <summary>
/// Removes the rooms whose time is over, and disconnects whoever is still in them. Forgets those that were removed so long ago that
/// nobody can open them again.
/// </summary>
public sealed record RemoveExpiredRooms : IRequest<Result>;
