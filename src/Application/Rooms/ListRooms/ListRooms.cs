using MediatR;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Application.Rooms;

/// <param name="MaxItems">Rooms at the most, 1 to 100, or <see langword="null"/> for all.</param>
/// <param name="NextPageToken">From the page before, or <see langword="null"/> for the first.</param>
public sealed record ListRooms(Caller Caller, int? MaxItems, string? NextPageToken)
    : IRequest<Result<RoomPage>>;
