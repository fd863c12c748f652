using MediatR;
using OpenViduMeet.Application.Pipeline;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Audit;
using OpenViduMeet.Domain.Meetings;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Application.Recordings;

/// <param name="Room"><see langword="null"/> if the text is not a room name.</param>
public sealed record StartRecording(RoomName? Room)
    : IRequest<Result<Recording>>,
        IRestricted,
        IAudited
{
    public Permission Needs => Permission.ModeratorOf(Room);

    public AuditSubject Subject => new(Room);
}

internal sealed class StartRecordingHandler(
    IRoomRepository rooms,
    IMeetingServer meetings,
    IRecordingReservations reservations,
    RecordingLaunch launch
) : IRequestHandler<StartRecording, Result<Recording>>
{
    public async Task<Result<Recording>> Handle(StartRecording request, CancellationToken ct)
    {
        if (request.Room is not { } name || await rooms.FindAsync(name, ct) is not { } room)
            return RoomErrors.NotFound;
        if (!room.Preferences.RecordingEnabled)
            return AccessErrors.InsufficientPermissions;

        var people = await meetings.ListParticipantsAsync(room.Name, ct);
        if (people.IsFailure)
            return people.Error;
        if (people.Value.Count == 0)
            return RecordingErrors.NobodyInRoom;

        var uid = RecordingId.NewUid();
        if (!await reservations.TryReserveAsync(room.Name, uid, ct))
            return RecordingErrors.AlreadyRecording;

        return await launch.StartAsync(room.Name, uid, ct);
    }
}
