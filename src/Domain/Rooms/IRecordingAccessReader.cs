namespace OpenViduMeet.Domain.Rooms;

/// <summary>
/// Reads who may watch a room's recordings, cached for viewers, who send many requests a second. A change is seen at once on the node
/// that makes it, and within a second on the others.
/// </summary>
public interface IRecordingAccessReader
{
    /// <returns><see langword="null"/> if there is no such room, or it has expired.</returns>
    Task<RecordingAccess?> FindAsync(RoomName room, CancellationToken ct);
}
