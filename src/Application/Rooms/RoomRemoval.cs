using OpenViduMeet.Domain.Import;
using OpenViduMeet.Domain.Meetings;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Application.Rooms;

/// <summary>Removes a room that has expired. Each step can be repeated. The row is removed last.</summary>
internal sealed class RoomRemoval(
    IMeetingServer meetings,
    IMeetBucket bucket,
    IRoomRepository rooms
)
{
    public async Task<Result> RemoveAsync(RoomName room, CancellationToken ct)
    {
        var closed = await meetings.CloseRoomAsync(room, ct);
        if (closed.IsFailure)
            return closed;
        var forgotten = await bucket.ForgetRoomAsync(room, ct);
        if (forgotten.IsFailure)
            return forgotten;

        await rooms.RemoveAsync(room, removed => removed.Finish(cause: null), ct);
        return Result.Ok;
    }
}
