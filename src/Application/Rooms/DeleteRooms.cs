using MediatR;
using Microsoft.Extensions.Logging;
using OpenViduMeet.Application.Pipeline;
using OpenViduMeet.Application.Work;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Audit;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Application.Rooms;

/// <summary>
/// Deletes rooms and disconnects their participants. Names of rooms that do not exist are ignored. If the participants of a room cannot be
/// disconnected now, the room is deleted nevertheless, and they are disconnected later.
/// </summary>
public sealed record DeleteRooms(IReadOnlyList<RoomName> Rooms)
    : IRequest<Result<DeletedRooms>>,
        IRestricted,
        IAudited
{
    public Permission Needs => Permission.AdministratorOrKey(ApiAccess.ChangeRooms);

    public AuditSubject Subject => AuditSubject.None;
}

/// <param name="Names">The names of the rooms that were deleted.</param>
public sealed record DeletedRooms(IReadOnlyList<RoomName> Names);

internal sealed partial class DeleteRoomsHandler(
    IRoomRepository rooms,
    RoomRemoval removal,
    IndependentWork work,
    AuditTrail trail,
    ILogger<DeleteRoomsHandler> logger
) : IRequestHandler<DeleteRooms, Result<DeletedRooms>>
{
    public async Task<Result<DeletedRooms>> Handle(DeleteRooms request, CancellationToken ct)
    {
        var deleted = new List<RoomName>();
        foreach (var name in request.Rooms.Distinct())
        {
            trail.Next(new AuditSubject(name));
            if (!await TryExpireAsync(name, deleted.Count > 0, ct))
            {
                trail.Drop();
                continue;
            }

            deleted.Add(name);
            // The room does not exist any more. If its removal fails now, it is removed with the expired rooms.
            var removed = await work.TryAsync(() => removal.RemoveAsync(name, ct), ct);
            if (removed.IsFailure)
                LogNotRemoved(name, removed.Error.Message);
        }

        return new DeletedRooms(deleted);
    }

    /// <param name="isAnyDeleted">Whether an exception would hide from the caller that other rooms were deleted.</param>
    /// <returns>Whether the room existed and does not exist any more.</returns>
    private async Task<bool> TryExpireAsync(RoomName name, bool isAnyDeleted, CancellationToken ct)
    {
        try
        {
            return await rooms.ExpireAsync(name, ct);
        }
        catch (Exception failed) when (isAnyDeleted && !ct.IsCancellationRequested)
        {
            LogNotDeleted(failed, name);
            return false;
        }
    }

    [LoggerMessage(
        LogLevel.Warning,
        "Room {Room} is deleted, but its participants may still be connected: {Reason}. The server tries again until it succeeds."
    )]
    private partial void LogNotRemoved(RoomName room, string reason);

    [LoggerMessage(
        LogLevel.Error,
        "Room {Room} could not be deleted. Other rooms were deleted by the same request."
    )]
    private partial void LogNotDeleted(Exception exception, RoomName room);
}
