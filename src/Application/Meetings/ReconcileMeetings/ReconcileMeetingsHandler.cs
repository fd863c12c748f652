using MediatR;
using OpenViduMeet.Application.Recordings;
using OpenViduMeet.Domain.Meetings;
using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Application.Meetings;

internal sealed class ReconcileMeetingsHandler(
    IRoomRepository rooms,
    IParticipantNameHolds holds,
    IMeetingServer meetings,
    RecordingReconciliation recordings
) : IRequestHandler<ReconcileMeetings, Result>
{
    public async Task<Result> Handle(ReconcileMeetings request, CancellationToken ct)
    {
        var closed = await CloseDeletedRoomsAsync(ct);
        if (closed.IsFailure)
            return closed;
        var released = await ReleaseNamesOfThoseWhoJoinedAsync(ct);
        if (released.IsFailure)
            return released;
        return await recordings.RunAsync(ct);
    }

    private async Task<Result> CloseDeletedRoomsAsync(CancellationToken ct)
    {
        var open = await meetings.ListRoomsAsync(ct);
        if (open.IsFailure)
            return open.Error;

        foreach (var room in open.Value)
        {
            if (await rooms.FindAsync(room, ct) is not null)
                continue;
            var closed = await meetings.CloseRoomAsync(room, ct);
            if (closed.IsFailure)
                return closed;
        }

        return Result.Ok;
    }

    private async Task<Result> ReleaseNamesOfThoseWhoJoinedAsync(CancellationToken ct)
    {
        foreach (var room in await holds.ListRoomsAsync(ct))
        {
            var present = await meetings.ListParticipantsAsync(room, ct);
            if (present.IsFailure)
                return present.Error;
            foreach (var participant in present.Value)
                await holds.ReleaseAsync(room, participant, ct);
        }

        return Result.Ok;
    }
}
