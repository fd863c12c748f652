using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Domain.Recordings;

/// <summary>
/// Which room is being recorded: one recording of a room at a time, as the database decides for all nodes. A room is reserved
/// before its recording has an id, and released when the recording has ended.
/// </summary>
public interface IRecordingReservations
{
    /// <summary>Reserves a room that nobody has reserved. Of several calls at the same moment, one succeeds.</summary>
    Task<bool> TryReserveAsync(RoomName room, string uid, CancellationToken ct);

    /// <summary>Whether the room is reserved for this very recording.</summary>
    Task<bool> IsReservedAsync(RoomName room, string uid, CancellationToken ct);

    /// <summary>Releases the room if it is reserved for this very recording.</summary>
    Task ReleaseAsync(RoomName room, string uid, CancellationToken ct);

    /// <summary>Reservations made before an instant.</summary>
    Task<IReadOnlyList<RecordingReservation>> ListAsync(
        DateTimeOffset madeBefore,
        CancellationToken ct
    );
}

public sealed record RecordingReservation(RoomName Room, string Uid, DateTimeOffset MadeAt);
