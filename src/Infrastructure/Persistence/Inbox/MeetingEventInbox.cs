using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using OpenViduMeet.Domain.Meetings;
using OpenViduMeet.Infrastructure.Persistence.Model;

namespace OpenViduMeet.Infrastructure.Persistence.Inbox;

internal sealed partial class MeetingEventInbox(
    MeetDbContext database,
    InboxBell bell,
    TimeProvider clock,
    ILogger<MeetingEventInbox> logger
) : IMeetingEventInbox
{
    private static readonly TimeSpan[] Pauses =
    [
        TimeSpan.FromSeconds(1),
        TimeSpan.FromSeconds(5),
        TimeSpan.FromSeconds(30),
        TimeSpan.FromMinutes(2),
        TimeSpan.FromMinutes(10),
    ];

    /// <summary>One statement, so that of several nodes with the same event one adds it, and the limit holds.</summary>
    public async Task<InboxAnswer> AddAsync(MeetingEvent happened, CancellationToken ct)
    {
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        var payload = EventPayload.Write(happened);
        var added = await database.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO "MeetingEvents" ("Id", "Payload", "ReceivedAt", "State", "Attempts", "DueAt")
            SELECT {happened.Id}, {payload}, {now}, {nameof(MeetingEventState.Waiting)}, 0, {now}
            WHERE (
                SELECT COUNT(*) FROM "MeetingEvents"
                WHERE "State" = {nameof(MeetingEventState.Waiting)}
            ) < {IMeetingEventInbox.Capacity}
            ON CONFLICT ("Id") DO NOTHING
            """,
            ct
        );
        if (added == 1)
        {
            bell.Ring();
            return InboxAnswer.Added;
        }

        return await database.MeetingEvents.AnyAsync(row => row.Id == happened.Id, ct)
            ? InboxAnswer.Known
            : InboxAnswer.Full;
    }

    /// <summary>Taken is put off until the lease is over: by then it has been handled, or its node has died.</summary>
    public async Task<IReadOnlyList<WaitingEvent>> TakeAsync(int most, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var isAnyDue = await database.MeetingEvents.AnyAsync(
            row => row.State == MeetingEventState.Waiting && row.DueAt <= now,
            ct
        );
        if (!isAnyDue)
            return [];

        var milliseconds = now.ToUnixTimeMilliseconds();
        var leasedUntil = (now + IMeetingEventInbox.Lease).ToUnixTimeMilliseconds();
        var taken = await database
            .MeetingEvents.FromSql(
                $"""
                UPDATE "MeetingEvents"
                SET "Attempts" = "Attempts" + 1, "DueAt" = {leasedUntil}
                WHERE "Id" IN (
                    SELECT "Id" FROM "MeetingEvents"
                    WHERE "State" = {nameof(
                    MeetingEventState.Waiting
                )} AND "DueAt" <= {milliseconds}
                    ORDER BY "ReceivedAt" LIMIT {most}
                )
                AND "State" = {nameof(MeetingEventState.Waiting)} AND "DueAt" <= {milliseconds}
                RETURNING *
                """
            )
            .AsNoTracking()
            .ToListAsync(ct);
        var waiting = new List<WaitingEvent>();
        foreach (var row in taken.OrderBy(row => row.ReceivedAt))
        {
            if (await ReadOrParkAsync(row, ct) is { } read)
                waiting.Add(read);
        }

        return waiting;
    }

    /// <summary>What nobody can read, and what has killed whoever handled it, keeps the others from being handled.</summary>
    private async Task<WaitingEvent?> ReadOrParkAsync(MeetingEventRow row, CancellationToken ct)
    {
        if (row.Attempts > IMeetingEventInbox.MaxAttempts)
        {
            await ParkAsync(row, "Whoever handled it died", ct);
            return null;
        }

        try
        {
            return new WaitingEvent(EventPayload.Read(row.Id, row.Payload), row.Attempts);
        }
        catch (Exception unreadable) when (unreadable is JsonException or FormatException)
        {
            await ParkAsync(row, "It cannot be read", ct);
            return null;
        }
    }

    private async Task ParkAsync(MeetingEventRow row, string reason, CancellationToken ct)
    {
        await database
            .MeetingEvents.Where(kept => kept.Id == row.Id && kept.Attempts == row.Attempts)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(kept => kept.State, MeetingEventState.Parked)
                        .SetProperty(kept => kept.LastFailure, reason),
                ct
            );
        LogParked(row.Id, reason);
    }

    public Task CompleteAsync(WaitingEvent handled, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return TakenAs(handled)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(row => row.State, MeetingEventState.Handled)
                        .SetProperty(row => row.HandledAt, now),
                ct
            );
    }

    public async Task<bool> PutBackAsync(WaitingEvent failed, string reason, CancellationToken ct)
    {
        var isLast = failed.Attempt >= IMeetingEventInbox.MaxAttempts;
        var state = isLast ? MeetingEventState.Parked : MeetingEventState.Waiting;
        var dueAt = clock.GetUtcNow() + Pauses[Math.Min(failed.Attempt, Pauses.Length) - 1];
        await TakenAs(failed)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(row => row.State, state)
                        .SetProperty(row => row.DueAt, dueAt)
                        .SetProperty(row => row.LastFailure, reason),
                ct
            );
        return isLast;
    }

    public Task WaitAsync(TimeSpan most, CancellationToken ct) => bell.WaitAsync(most, ct);

    public async Task<InboxCounts> CountAsync(CancellationToken ct)
    {
        var counts = await database
            .MeetingEvents.Where(row => row.State != MeetingEventState.Handled)
            .GroupBy(row => row.State)
            .Select(group => new { State = group.Key, Count = group.Count() })
            .ToDictionaryAsync(group => group.State, group => group.Count, ct);
        return new InboxCounts(
            counts.GetValueOrDefault(MeetingEventState.Waiting),
            counts.GetValueOrDefault(MeetingEventState.Parked)
        );
    }

    public Task SweepAsync(CancellationToken ct)
    {
        var forgotten = clock.GetUtcNow() - IMeetingEventInbox.Memory;
        return database
            .MeetingEvents.Where(row =>
                row.State == MeetingEventState.Handled && row.HandledAt < forgotten
            )
            .ExecuteDeleteAsync(ct);
    }

    /// <summary>The row as this node took it: another node that has taken it since is not disturbed.</summary>
    private IQueryable<MeetingEventRow> TakenAs(WaitingEvent taken) =>
        database.MeetingEvents.Where(row =>
            row.Id == taken.Event.Id
            && row.Attempts == taken.Attempt
            && row.State == MeetingEventState.Waiting
        );

    [LoggerMessage(LogLevel.Error, "Event {Id} is parked: {Reason}")]
    private partial void LogParked(string id, string reason);
}
