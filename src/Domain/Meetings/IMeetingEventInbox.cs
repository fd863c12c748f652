namespace OpenViduMeet.Domain.Meetings;

/// <summary>
/// Events that wait to be handled, kept where they survive a restart and shared by all nodes. An event is taken by one node at
/// a time; one whose node dies is taken again when its <see cref="Lease"/> is over.
/// </summary>
public interface IMeetingEventInbox
{
    /// <summary>Waiting events at the most: more are refused, so that the sender tries again later.</summary>
    const int Capacity = 10_000;

    /// <summary>How often an event is handled before it is parked.</summary>
    const int MaxAttempts = 6;

    /// <summary>How long a node may take over an event before another takes it.</summary>
    static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    /// <summary>How long handled events are remembered, so that one delivered again is known.</summary>
    static readonly TimeSpan Memory = TimeSpan.FromDays(1);

    Task<InboxAnswer> AddAsync(MeetingEvent happened, CancellationToken ct);

    /// <summary>Takes events that are due, oldest first.</summary>
    Task<IReadOnlyList<WaitingEvent>> TakeAsync(int most, CancellationToken ct);

    /// <summary>Marks an event as handled.</summary>
    Task CompleteAsync(WaitingEvent handled, CancellationToken ct);

    /// <summary>Puts an event back until later, after a pause that grows with each attempt, or parks it after the last.</summary>
    /// <param name="reason">What failed, for people.</param>
    /// <returns>Whether it is parked: it stays in the inbox, and is not handled any more.</returns>
    Task<bool> PutBackAsync(WaitingEvent failed, string reason, CancellationToken ct);

    /// <summary>Waits until there may be something to take, or some time has passed.</summary>
    Task WaitAsync(TimeSpan most, CancellationToken ct);

    Task<InboxCounts> CountAsync(CancellationToken ct);

    /// <summary>Forgets events that were handled longer than <see cref="Memory"/> ago.</summary>
    Task SweepAsync(CancellationToken ct);
}

public enum InboxAnswer
{
    Added,

    /// <summary>The event has come before.</summary>
    Known,

    /// <summary>Too many are waiting.</summary>
    Full,
}

/// <param name="Attempt">From 1.</param>
public sealed record WaitingEvent(MeetingEvent Event, int Attempt);

/// <param name="Parked">Failed too often, and left for people to look at.</param>
public sealed record InboxCounts(int Waiting, int Parked);
