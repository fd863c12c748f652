using System.Collections.Concurrent;
using OpenViduMeet.Domain.Meetings;
using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Infrastructure.Meetings.Embedded;

/// <summary>
/// Stands in for LiveKit where there is none: knows who is present, in the memory of this process, and carries no media.
/// </summary>
internal sealed class EmbeddedMeetingServer(TimeProvider clock) : IMeetingServer
{
    private static readonly TimeSpan SweepInterval = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<
        (RoomName Room, ParticipantName Participant),
        DateTimeOffset
    > _presentUntil = new();

    private long _nextSweepTicks;

    public string Description => "embedded stand-in: no media flows through it";

    /// <summary>Counts somebody as present until an instant, unless they are disconnected before.</summary>
    public void Admit(RoomName room, ParticipantName participant, DateTimeOffset until)
    {
        ForgetThoseWhoseTimeIsUp();
        _presentUntil[(room, participant)] = until;
    }

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

    /// <summary>Once in a while, by whoever comes first: nobody else pays for it.</summary>
    private void ForgetThoseWhoseTimeIsUp()
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
