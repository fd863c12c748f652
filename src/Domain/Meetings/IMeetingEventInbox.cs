using OpenViduMeet.Domain.Queues;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Domain.Meetings;

/// <summary>The events of the meeting server that wait to be handled. Events have no subject, so they are handled in any order.</summary>
public interface IMeetingEventInbox : ILeasedQueue<MeetingEvent>
{
    /// <summary>Adds an event. Calls with the same event add it once: a handled event is remembered for a day.</summary>
    /// <returns>
    /// <see cref="MeetingErrors.Unavailable"/> if too many events wait: the meeting server sends the event again later.
    /// </returns>
    Task<Result> AddAsync(MeetingEvent happened, CancellationToken ct);

    Task<InboxCounts> CountAsync(CancellationToken ct);
}

/// <param name="Parked">Events that were given up after the last attempt and are kept for an operator to look at.</param>
public sealed record InboxCounts(int Waiting, int Parked);
