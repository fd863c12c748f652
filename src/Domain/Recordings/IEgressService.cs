using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Domain.Recordings;

/// <summary>
/// The service that records rooms. It joins a room as a recorder and writes the media where the <see cref="IRecordingStore"/> keeps
/// it. Each call returns within 5 s, with an error of kind <see cref="ErrorKind.Unavailable"/> if the service cannot be reached.
/// </summary>
public interface IEgressService
{
    /// <summary>
    /// Starts to record all participants of a room into one MP4 file. Returns within 3.5 s: a start that was not answered may still
    /// have succeeded, and the caller needs time to find out.
    /// </summary>
    /// <param name="uid">Distinguishes the recordings of one room; see <see cref="RecordingId.NewUid"/>.</param>
    Task<Result<EgressReport>> StartAsync(RoomName room, string uid, CancellationToken ct);

    /// <returns>
    /// The report on the egress that is being stopped; <see cref="RecordingErrors.NotFound"/> if LiveKit does not know it;
    /// <see cref="RecordingErrors.AlreadyStopped"/> if it cannot be stopped any more.
    /// </returns>
    Task<Result<EgressReport>> StopAsync(RecordingId id, CancellationToken ct);

    /// <returns>The report, or <see cref="RecordingErrors.NotFound"/> if LiveKit does not know the egress, or has forgotten it.</returns>
    Task<Result<EgressReport>> FindAsync(RecordingId id, CancellationToken ct);

    /// <summary>Lists the egresses that have not ended. The list is empty where recording is not possible.</summary>
    /// <param name="room">The room, or <see langword="null"/> for all rooms, including those of other installations.</param>
    Task<Result<IReadOnlyList<EgressReport>>> ListUnderWayAsync(
        RoomName? room,
        CancellationToken ct
    );
}
