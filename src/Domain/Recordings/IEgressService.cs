using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Domain.Recordings;

/// <summary>
/// Records rooms: it joins as a recorder and writes the media straight to where the <see cref="IRecordingStore"/> finds it.
/// Each call answers within 5 s, with an error of kind <see cref="ErrorKind.Unavailable"/> if the service cannot be reached.
/// </summary>
public interface IEgressService
{
    /// <summary>
    /// Starts to record everybody in a room, into one MP4 file. Answers within 3.5 s: a start without an answer may have started all the
    /// same, and its caller has time left to find out.
    /// </summary>
    /// <param name="uid">Tells recordings of one room apart; see <see cref="RecordingId.NewUid"/>.</param>
    Task<Result<EgressReport>> StartAsync(RoomName room, string uid, CancellationToken ct);

    /// <returns>
    /// The recording as it is being stopped; <see cref="RecordingErrors.NotFound"/> if LiveKit does not know it, or
    /// <see cref="RecordingErrors.AlreadyStopped"/>.
    /// </returns>
    Task<Result<EgressReport>> StopAsync(RecordingId id, CancellationToken ct);

    /// <returns>The recording, or <see cref="RecordingErrors.NotFound"/> if LiveKit does not know it (any more).</returns>
    Task<Result<EgressReport>> FindAsync(RecordingId id, CancellationToken ct);

    /// <summary>The recordings that have not ended; none where nothing can be recorded.</summary>
    /// <param name="room">Of this room only, or <see langword="null"/> for all, those of other installations too.</param>
    Task<Result<IReadOnlyList<EgressReport>>> ListUnderWayAsync(
        RoomName? room,
        CancellationToken ct
    );
}
