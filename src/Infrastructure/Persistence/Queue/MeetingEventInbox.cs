using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using OpenViduMeet.Domain.Meetings;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Infrastructure.Persistence.Model;

namespace OpenViduMeet.Infrastructure.Persistence.Queue;

internal sealed class MeetingEventInbox(
    MeetDbContext database,
    QueueSignal<MeetingEvent> signal,
    TimeProvider clock,
    ILogger<MeetingEventInbox> logger
) : LeasedQueue<MeetingEvent>(Policy, database, signal, clock, logger), IMeetingEventInbox
{
    public static readonly QueuePolicy Policy = new(
        "MeetingEvents",
        [
            TimeSpan.FromSeconds(1),
            TimeSpan.FromSeconds(5),
            TimeSpan.FromSeconds(30),
            TimeSpan.FromMinutes(2),
            TimeSpan.FromMinutes(10),
        ]
    )
    {
        Capacity = 10_000,
        MaxAttempts = 6,
        KeepCompleted = TimeSpan.FromDays(1),
    };

    public async Task<Result> AddAsync(MeetingEvent happened, CancellationToken ct)
    {
        var now = Clock.GetUtcNow();
        var item = new QueueItem
        {
            Queue = Policy.Name,
            Id = happened.Id,
            Kind = happened.GetType().Name,
            Payload = MeetingEventJson.Write(happened),
            AddedAt = now,
            DueAt = now,
        };
        return await TryAddAsync(item, ct) ? Result.Ok : MeetingErrors.Unavailable;
    }

    public async Task<InboxCounts> CountAsync(CancellationToken ct)
    {
        var counts = await Items
            .Where(item => item.State != QueueItemState.Completed)
            .GroupBy(item => item.State == QueueItemState.Waiting)
            .Select(group => new { IsWaiting = group.Key, Count = group.Count() })
            .ToDictionaryAsync(group => group.IsWaiting, group => group.Count, ct);
        // An unknown state counts as given up.
        return new InboxCounts(counts.GetValueOrDefault(true), counts.GetValueOrDefault(false));
    }

    protected override MeetingEvent Read(QueueItem item) =>
        MeetingEventJson.Read(item.Id, item.Payload);
}
