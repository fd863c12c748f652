using MediatR;
using OpenViduMeet.Application.Pipeline;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Audit;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Application.Rooms;

/// <param name="Room"><see langword="null"/> if the text is not a room name.</param>
public sealed record UpdateRoom(RoomName? Room, RoomPreferencesChange Preferences)
    : IRequest<Result<Room>>,
        IRestricted,
        IAudited
{
    public Permission Needs => Permission.AdministratorOrKey(ApiAccess.ChangeRooms);

    public AuditSubject Subject => new(Room);
}

/// <summary>The changed preferences. Values that are <see langword="null"/> stay unchanged.</summary>
public sealed record RoomPreferencesChange(
    bool? ChatEnabled,
    bool? RecordingEnabled,
    bool? VirtualBackgroundEnabled,
    RecordingAccess? RecordingAccess
)
{
    internal RoomPreferences ApplyTo(RoomPreferences current) =>
        new(
            ChatEnabled ?? current.ChatEnabled,
            RecordingEnabled ?? current.RecordingEnabled,
            VirtualBackgroundEnabled ?? current.VirtualBackgroundEnabled,
            RecordingAccess ?? current.RecordingAccess
        );
}

internal sealed class UpdateRoomHandler(IRoomRepository rooms)
    : IRequestHandler<UpdateRoom, Result<Room>>
{
    public async Task<Result<Room>> Handle(UpdateRoom request, CancellationToken ct)
    {
        if (request.Room is not { } name)
            return RoomErrors.NotFound;

        var updated = await rooms.UpdateAsync(
            name,
            room => room with { Preferences = request.Preferences.ApplyTo(room.Preferences) },
            ct
        );
        return updated is null ? RoomErrors.NotFound : updated;
    }
}
