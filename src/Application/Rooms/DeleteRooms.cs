using MediatR;
using OpenViduMeet.Application.Pipeline;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Application.Rooms;

/// <summary>Deletes rooms and disconnects their participants. Names of rooms that do not exist are ignored.</summary>
public sealed record DeleteRooms(IReadOnlyList<RoomName> Rooms)
    : IRequest<Result<DeletedRooms>>,
        IRestricted
{
    public Permission Needs => Permission.Administrator;
}

/// <param name="Names">The names of the rooms that were removed.</param>
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

            // The room does not exist any more. If its removal fails now, it is removed with the expired rooms.
            var removed = await removal.RemoveAsync(name, ct);
            if (removed.IsFailure)
                failure ??= removed.Error;
            else
                deleted.Add(name);
        }

        // A failure must not hide the rooms that were deleted: a second request would not find them.
        return failure is not null && deleted.Count == 0 ? failure : new DeletedRooms(deleted);
    }
}
