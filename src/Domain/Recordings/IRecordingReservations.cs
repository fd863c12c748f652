using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Domain.Recordings;

/// <summary>
/// Reservations of rooms for a recording. The database ensures for all nodes that one recording of a room runs at a time. A room is
/// reserved before its recording has an id, and released when the recording has ended.
/// </summary>
public interface IRecordingReservations
{
    /// <summary>Reserves a room that is not reserved. If several calls ask for the room at the same moment, one succeeds.</summary>
    Task<bool> TryReserveAsync(RoomName room, string uid, CancellationToken ct);

    /// <summary>Whether the room is reserved for this recording.</summary>
    Task<bool> IsReservedAsync(RoomName room, string uid, CancellationToken ct);

    /// <summary>Releases the room if it is reserved for this recording.</summary>
    Task ReleaseAsync(RoomName room, string uid, CancellationToken ct);

    /// <summary>Lists the reservations made before an instant.</summary>
    Task<IReadOnlyList<RecordingReservation>> ListAsync(
        DateTimeOffset madeBefore,
        CancellationToken ct
    );
}

public sealed record RecordingReservation(RoomName Room, string Uid, DateTimeOffset MadeAt);
