using MediatR;
using OpenViduMeet.Application.Pipeline;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Application.Rooms;

/// <summary>Deletes rooms, and disconnects everybody in them. Names of rooms that do not exist are passed over.</summary>
public sealed record DeleteRooms(IReadOnlyList<RoomName> Rooms)
    : IRequest<Result<DeletedRooms>>,
        IRestricted
{
    public Permission Needs => Permission.Administrator;
}

/// <param name="Names">Of the rooms that were there.</param>
public sealed record DeletedRooms(IReadOnlyList<RoomName> Names);

internal sealed class DeleteRoomsHandler(IRoomRepository rooms, RoomRemoval removal)
    : IRequestHandler<DeleteRooms, Result<DeletedRooms>>
{
    public async Task<Result<DeletedRooms>> Handle(DeleteRooms request, CancellationToken ct)
    {
        var deleted = new List<RoomName>();
        Error? failure = null;
        foreach (var name in request.Rooms.Distinct())
        {
            if (!await rooms.ExpireAsync(name, ct))
                continue;

            // From here on the room does not exist any more. What cannot be removed now goes with the expired rooms.
            var removed = await removal.RemoveAsync(name, ct);
            if (removed.IsFailure)
                failure ??= removed.Error;
            else
                deleted.Add(name);
        }

        return failure is null ? new DeletedRooms(deleted) : failure;
    }
}
