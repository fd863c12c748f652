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
        Admission
    > _present = new();

    private long _nextSweepTicks;

    public string Description => Summary;

    public bool AdmitsOnIssue => true;

    /// <summary>Counts a participant as present until an instant, or until the participant is disconnected.</summary>
    public void Admit(
        RoomName room,
        ParticipantName participant,
        TokenFamily family,
        DateTimeOffset until
    )
    {
        RemoveExpired();
        var now = clock.GetUtcNow();
        // A new token for the one who is present is no new join.
        _present.AddOrUpdate(
            (room, participant),
            _ => new Admission(family, now, until),
            (_, present) =>
                new Admission(
                    family,
                    present.Family.Id == family.Id && now < present.Until ? present.Since : now,
                    until
                )
        );
    }

    public Task<Result> OpenRoomAsync(Room room, CancellationToken ct) =>
        Task.FromResult(Result.Ok);

    public Task<Result> CloseRoomAsync(RoomName room, CancellationToken ct)
    {
        foreach (var key in _present.Keys.Where(key => key.Room == room))
            _present.TryRemove(key, out _);
        return Task.FromResult(Result.Ok);
    }

    public Task<Result> PingAsync(CancellationToken ct) => Task.FromResult(Result.Ok);

    public Task<Result<IReadOnlyList<RoomName>>> ListRoomsAsync(CancellationToken ct) =>
        Task.FromResult<Result<IReadOnlyList<RoomName>>>(Array.Empty<RoomName>());

    public Task<Result<IReadOnlyList<PresentParticipant>>> ListParticipantsAsync(
        RoomName room,
        CancellationToken ct
    )
    {
        var now = clock.GetUtcNow();
        return Task.FromResult<Result<IReadOnlyList<PresentParticipant>>>(
            _present
                .Where(present => present.Key.Room == room && now < present.Value.Until)
                .Select(present => present.Value.ToPresent(present.Key.Participant))
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

    public Task<Result<PresentParticipant>> FindParticipantAsync(
        RoomName room,
        ParticipantName participant,
        CancellationToken ct
    ) =>
        Task.FromResult<Result<PresentParticipant>>(
            _present.TryGetValue((room, participant), out var admission)
            && clock.GetUtcNow() < admission.Until
                ? admission.ToPresent(participant)
                : ParticipantErrors.NotFound
        );

    public Task<Result> DisconnectAsync(
        RoomName room,
        ParticipantName participant,
        CancellationToken ct
    )
    {
        var wasPresent =
            _present.TryRemove((room, participant), out var admission)
            && clock.GetUtcNow() < admission.Until;
        return Task.FromResult<Result>(wasPresent ? Result.Ok : ParticipantErrors.NotFound);
    }

    public Task<Result> EvictAsync(
        RoomName room,
        PresentParticipant participant,
        CancellationToken ct
    )
    {
        var key = (room, participant.Name);
        if (
            _present.TryGetValue(key, out var admission)
            && admission.ToPresent(participant.Name).ConnectionId == participant.ConnectionId
        )
            _present.TryRemove(KeyValuePair.Create(key, admission));
        return Task.FromResult(Result.Ok);
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

        foreach (var present in _present.Where(present => present.Value.Until <= now))
            _present.TryRemove(present);
    }

    /// <summary>A participant who counts as present until an instant.</summary>
    private sealed record Admission(TokenFamily Family, DateTimeOffset Since, DateTimeOffset Until)
    {
        public PresentParticipant ToPresent(ParticipantName name) =>
            new(name, Family.Id.ToString(), Family, IsFromOperator: false) { JoinedAt = Since };
    }
}
