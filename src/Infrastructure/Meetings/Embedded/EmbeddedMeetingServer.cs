using System.Collections.Concurrent;
using OpenViduMeet.Domain.Meetings;
using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Infrastructure.Meetings.Embedded;

/// <summary>
/// An embedded stand-in for LiveKit. It keeps in memory who is present, and carries no media.
/// </summary>
internal sealed class EmbeddedMeetingServer(TimeProvider clock) : IMeetingServer
{
    public const string Summary = "embedded stand-in for LiveKit, without media";

    private static readonly TimeSpan SweepInterval = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<
        (RoomName Room, ParticipantName Participant),
        DateTimeOffset
    > _presentUntil = new();

    private long _nextSweepTicks;

    public string Description => Summary;

    public bool AdmitsOnIssue => true;

    /// <summary>Counts a participant as present until an instant, or until the participant is disconnected.</summary>
    public void Admit(RoomName room, ParticipantName participant, DateTimeOffset until)
    {
        RemoveExpired();
        _presentUntil[(room, participant)] = until;
    }

    public Task<Result> OpenRoomAsync(Room room, CancellationToken ct) =>
        Task.FromResult(Result.Ok);

    public Task<Result> CloseRoomAsync(RoomName room, CancellationToken ct)
    {
        foreach (var key in _presentUntil.Keys.Where(key => key.Room == room))
            _presentUntil.TryRemove(key, out _);
        return Task.FromResult(Result.Ok);
    }

    public Task<Result> PingAsync(CancellationToken ct) => Task.FromResult(Result.Ok);

    public Task<Result<IReadOnlyList<RoomName>>> ListRoomsAsync(CancellationToken ct) =>
        Task.FromResult<Result<IReadOnlyList<RoomName>>>(Array.Empty<RoomName>());

    public Task<Result<IReadOnlyList<ParticipantName>>> ListParticipantsAsync(
        RoomName room,
        CancellationToken ct
    )
    {
        var now = clock.GetUtcNow();
        return Task.FromResult<Result<IReadOnlyList<ParticipantName>>>(
            _presentUntil
                .Where(present => present.Key.Room == room && now < present.Value)
                .Select(present => present.Key.Participant)
                .ToList()
        );
    }

    /// <summary>Does nothing, because no client is connected.</summary>
    public Task<Result> SendAsync(
        RoomName room,
        RoomSignal signal,
        ParticipantName? only,
        CancellationToken ct
    ) => Task.FromResult(Result.Ok);

    public Task<Result<bool>> IsPresentAsync(
        RoomName room,
        ParticipantName participant,
        CancellationToken ct
    ) =>
        Task.FromResult<Result<bool>>(
            _presentUntil.TryGetValue((room, participant), out var until)
                && clock.GetUtcNow() < until
        );

    public Task<Result> DisconnectAsync(
        RoomName room,
        ParticipantName participant,
        CancellationToken ct
    )
    {
        var wasPresent =
            _presentUntil.TryRemove((room, participant), out var until)
            && clock.GetUtcNow() < until;
        return Task.FromResult<Result>(wasPresent ? Result.Ok : ParticipantErrors.NotFound);
    }

    /// <summary>Runs at most once in each <see cref="SweepInterval"/>, in the first call that finds it due.</summary>
    private void RemoveExpired()
    {
        var now = clock.GetUtcNow();
        var due = Interlocked.Read(ref _nextSweepTicks);
        if (
            now.UtcTicks < due
            || Interlocked.CompareExchange(ref _nextSweepTicks, (now + SweepInterval).UtcTicks, due)
                != due
        )
            return;

        foreach (var present in _presentUntil.Where(present => present.Value <= now))
            _presentUntil.TryRemove(present);
    }
}
