using OpenViduMeet.Domain.Admission;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.Infrastructure.Persistence.Changes;

namespace OpenViduMeet.Infrastructure.Persistence.Repositories;

/// <summary>Caches who may watch the recordings of rooms.</summary>
internal sealed class RecordingAccessReader(
    IAdmissionRulesReader rooms,
    IChangeFeed feed,
    TimeProvider clock
) : IRecordingAccessReader, IDisposable
{
    private readonly ChangingFacts<RoomName, Known> _known = new("recording-access", feed, clock);

    public async Task<RecordingAccess?> FindAsync(RoomName room, CancellationToken ct) =>
        await _known.FindAsync(room, () => ReadAsync(room, ct)) is { } known
        && clock.GetUtcNow() < known.RoomExpiresAt
            ? known.Access
            : null;

    /// <summary>Reads a room again on all nodes, because it was changed or removed.</summary>
    public void Forget(RoomName room) => _known.Forget(room);

    public void Dispose() => _known.Dispose();

    private async Task<Known?> ReadAsync(RoomName room, CancellationToken ct) =>
        await rooms.FindAsync(room, people: [], ct) is { Room: var found }
            ? new Known(found.Preferences.RecordingAccess, found.ExpiresAt)
            : null;

    private sealed record Known(RecordingAccess Access, DateTimeOffset RoomExpiresAt);
}
