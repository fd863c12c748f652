using OpenViduMeet.Domain.Meetings;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Infrastructure.Meetings.Embedded;

/// <summary>
/// The egress service of the embedded stand-in, which has no media to record. Starting a recording fails, and no egress is ever
/// running.
/// </summary>
internal sealed class NoEgressService : IEgressService
{
    public Task<Result<EgressReport>> StartAsync(RoomName room, string uid, CancellationToken ct) =>
        Task.FromResult<Result<EgressReport>>(MeetingErrors.Unavailable);

    public Task<Result<EgressReport>> StopAsync(RecordingId id, CancellationToken ct) =>
        Task.FromResult<Result<EgressReport>>(RecordingErrors.NotFound);

    public Task<Result<EgressReport>> FindAsync(RecordingId id, CancellationToken ct) =>
        Task.FromResult<Result<EgressReport>>(RecordingErrors.NotFound);

    public Task<Result<IReadOnlyList<EgressReport>>> ListUnderWayAsync(
        RoomName? room,
        CancellationToken ct
    ) => Task.FromResult<Result<IReadOnlyList<EgressReport>>>(Array.Empty<EgressReport>());
}
