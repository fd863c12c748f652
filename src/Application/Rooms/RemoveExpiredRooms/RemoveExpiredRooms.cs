using MediatR;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Application.Rooms;

/// <summary>Removes the rooms whose time is over, and disconnects whoever is still in them.</summary>
public sealed record RemoveExpiredRooms : IRequest<Result>;
