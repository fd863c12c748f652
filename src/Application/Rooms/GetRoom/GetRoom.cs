using MediatR;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Application.Rooms;

public sealed record GetRoom(Caller Caller, string RoomName) : IRequest<Result<Room>>;
