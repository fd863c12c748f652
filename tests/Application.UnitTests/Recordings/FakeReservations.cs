using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Application.UnitTests.Recordings;

/// <summary>Reservations in memory.</summary>
internal sealed class FakeReservations(TimeProvider clock) : IRecordingReservations
{
    private readonly Dictionary<RoomName, RecordingReservation> _made = [];

    public bool IsReserved(RecordingId id) =>
        _made.GetValueOrDefault(id.Room) is { } made && made.Uid == id.Uid;

    public void Reserve(RecordingId id) =>
        _made[id.Room] = new RecordingReservation(id.Room, id.Uid, clock.GetUtcNow());

    public Task<bool> TryReserveAsync(RoomName room, string uid, CancellationToken ct) =>
        Task.FromResult(_made.TryAdd(room, new RecordingReservation(room, uid, clock.GetUtcNow())));

    public Task<bool> IsReservedAsync(RoomName room, string uid, CancellationToken ct) =>
        Task.FromResult(_made.GetValueOrDefault(room)?.Uid == uid);

    public Task ReleaseAsync(RoomName room, string uid, CancellationToken ct)
    {
        if (_made.GetValueOrDefault(room)?.Uid == uid)
            _made.Remove(room);
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<RecordingReservation>> ListAsync(
        DateTimeOffset madeBefore,
        CancellationToken ct
    ) =>
        Task.FromResult<IReadOnlyList<RecordingReservation>>(
            _made.Values.Where(reservation => reservation.MadeAt < madeBefore).ToList()
        );
}
