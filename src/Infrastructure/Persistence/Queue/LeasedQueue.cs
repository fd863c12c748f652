using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using OpenViduMeet.Domain.Queues;
using OpenViduMeet.Infrastructure.Persistence.Model;

namespace OpenViduMeet.Infrastructure.Persistence.Queue;

/// <summary>A queue in the table of all queues; see ADR 40.</summary>
internal abstract partial class LeasedQueue<T>(
    QueuePolicy policy,
    MeetDbContext database,
    QueueSignal<T> signal,
    TimeProvider clock,
    ILogger logger
) : ILeasedQueue<T>
{
    /// <summary>The reason to give up an item that another version or another program wrote.</summary>
    private const string Unreadable = "It cannot be read";

    private const string NodeStopped = "The node that processed it stopped";

    private const string NeverTried = "It was never sent";

    protected TimeProvider Clock { get; } = clock;

    protected IQueryable<QueueItem> Items =>
        database.QueueItems.Where(item => item.Queue == policy.Name);

    private IQueryable<QueueItem> Waiting =>
        Items.Where(item => item.State == QueueItemState.Waiting);

    public async Task<IReadOnlyList<Leased<T>>> TakeAsync(int maxItems, CancellationToken ct)
    {
        // A query first: usually nothing is due, and an update would lock the database to find that out.
        var now = Clock.GetUtcNow();
        var isAnyDue = await Waiting.AnyAsync(
            item =>
                item.DueAt <= now
                && (
                    item.Subject == null
                    || !Waiting.Any(earlier =>
                        earlier.Subject == item.Subject && earlier.Sequence < item.Sequence
                    )
                ),
            ct
        );
        if (!isAnyDue || !await IsOnAsync(ct))
            return [];

        var leased = new List<Leased<T>>();
        foreach (var item in await LeaseAsync(maxItems, now, ct))
        {
            if (item.Attempts > policy.MaxAttempts)
                await GiveUpAsync(item.Id, item.Attempts, NodeStopped, ct);
            else if (TryRead(item) is { } read)
                leased.Add(new Leased<T>(item.Id, read, item.Attempts));
            else
                await GiveUpAsync(item.Id, item.Attempts, Unreadable, ct);
        }

        return leased;
    }

    /// <summary>A third of the lease, so that one failed call does no harm.</summary>
    public TimeSpan LeaseRenewal => policy.Lease / 3;

    public async Task<bool> ProlongAsync(Leased<T> taken, CancellationToken ct)
    {
        var until = Clock.GetUtcNow() + policy.Lease;
        return await TakenAs(taken)
                .Where(item => item.State == QueueItemState.Waiting)
                .ExecuteUpdateAsync(set => set.SetProperty(item => item.DueAt, until), ct) == 1;
    }

    public async Task CompleteAsync(Leased<T> taken, CancellationToken ct)
    {
        DateTimeOffset? now = Clock.GetUtcNow();
        // Includes an item that was given up while it was processed.
        await TakenAs(taken)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(item => item.State, QueueItemState.Completed)
                        .SetProperty(item => item.CompletedAt, now)
                        .SetProperty(item => item.LastFailure, (string?)null),
                ct
            );
        // The next item about the same subject can be taken.
        signal.Send();
    }

    public async Task PutBackAsync(Leased<T> taken, string failure, CancellationToken ct)
    {
        if (taken.Attempt >= policy.MaxAttempts)
        {
            await GiveUpAsync(taken.Id, taken.Attempt, failure, ct);
            return;
        }

        var pause = policy.Pauses[Math.Clamp(taken.Attempt, 1, policy.Pauses.Count) - 1];
        var dueAt = Clock.GetUtcNow() + pause;
        await TakenAs(taken)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(item => item.DueAt, dueAt)
                        .SetProperty(item => item.LastFailure, failure),
                ct
            );
    }

    public Task WaitAsync(TimeSpan longest, CancellationToken ct) => signal.WaitAsync(longest, ct);

    public async Task SweepAsync(CancellationToken ct)
    {
        var now = Clock.GetUtcNow();
        if (policy.Patience is { } patience)
            await GiveUpOldAsync(now - patience, ct);

        var completedBefore = now - policy.KeepCompleted;
        // An item is completed before its lease ends, or soon after, so the index of the queue's times finds the old ones.
        var leasedBefore = completedBefore + policy.Lease;
        await Items
            .Where(item =>
                item.State == QueueItemState.Completed
                && item.DueAt < leasedBefore
                && item.CompletedAt < completedBefore
            )
            .ExecuteDeleteAsync(ct);
        var givenUpBefore = now - policy.KeepGivenUp;
        await Items
            .Where(item => item.State == QueueItemState.GivenUp && item.AddedAt < givenUpBefore)
            .ExecuteDeleteAsync(ct);
    }

    /// <summary>Deserializes the payload of an item.</summary>
    /// <exception cref="JsonException">The payload cannot be read.</exception>
    /// <exception cref="FormatException">The payload cannot be read.</exception>
    protected abstract T Read(QueueItem item);

    /// <summary>Whether the queue is switched on. If not, no items are taken.</summary>
    protected virtual Task<bool> IsOnAsync(CancellationToken ct) => Task.FromResult(true);

    /// <summary>The item, unless it has been taken again since this node took it.</summary>
    protected IQueryable<QueueItem> TakenAs(Leased<T> taken) =>
        Items.Where(item => item.Id == taken.Id && item.Attempts == taken.Attempt);

    /// <summary>
    /// Adds an item unless one has the same id. Concurrent calls can exceed the capacity by their number, except on SQLite, which runs one
    /// at a time.
    /// </summary>
    /// <returns>Whether the item is in the queue: <see langword="false"/> if too many items are waiting.</returns>
    public async Task<bool> TryAddAsync(QueueItem item, CancellationToken ct)
    {
        var added = await database.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO "QueueItems"
                ("Queue", "Id", "Kind", "Subject", "Payload", "AddedAt", "State", "Attempts", "DueAt")
            SELECT
                {item.Queue}, {item.Id}, {item.Kind}, {item.Subject}, {item.Payload},
                {item.AddedAt.ToUnixTimeMilliseconds()}, {nameof(QueueItemState.Waiting)}, 0,
                {item.DueAt.ToUnixTimeMilliseconds()}
            WHERE (
                SELECT COUNT(*) FROM "QueueItems"
                WHERE "Queue" = {item.Queue} AND "State" = {nameof(QueueItemState.Waiting)}
            ) < {policy.Capacity}
            ON CONFLICT ("Queue", "Id") DO NOTHING
            """,
            ct
        );
        if (added == 1)
            signal.Send();
        return added == 1 || await Items.AnyAsync(known => known.Id == item.Id, ct);
    }

    /// <summary>
    /// Takes the items that are due and postpones them until the lease ends. One statement, so that one node takes each item.
    /// </summary>
    private async Task<IEnumerable<QueueItem>> LeaseAsync(
        int maxItems,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        // The query is materialized, because a database may run a subquery more than once, and would then lock more rows.
        var statement = $$"""
            WITH due AS MATERIALIZED (
                SELECT item."Sequence" FROM "QueueItems" AS item
                WHERE item."Queue" = {0} AND item."State" = {1} AND item."DueAt" <= {2}
                AND (
                    item."Subject" IS NULL
                    OR NOT EXISTS (
                        SELECT 1 FROM "QueueItems" AS earlier
                        WHERE earlier."Queue" = item."Queue"
                        AND earlier."Subject" = item."Subject"
                        AND earlier."State" = {1}
                        AND earlier."Sequence" < item."Sequence"
                    )
                )
                ORDER BY item."DueAt", item."Sequence" LIMIT {3}
                {{database.ForUpdateSkipLocked}}
            )
            UPDATE "QueueItems" SET "Attempts" = "Attempts" + 1, "DueAt" = {4}
            WHERE "Sequence" IN (SELECT "Sequence" FROM due)
            RETURNING "Sequence", "Queue", "Id", "Kind", "Subject", "Payload", "AddedAt", "State", "Attempts", "DueAt",
                "CompletedAt", "LastFailure", "LastStatus"
            """;
        var taken = await database
            .QueueItems.FromSqlRaw(
                statement,
                policy.Name,
                nameof(QueueItemState.Waiting),
                now.ToUnixTimeMilliseconds(),
                maxItems,
                (now + policy.Lease).ToUnixTimeMilliseconds()
            )
            .ToListAsync(ct);
        return taken.OrderBy(item => item.Sequence);
    }

    private T? TryRead(QueueItem item)
    {
        try
        {
            return Read(item);
        }
        catch (Exception unreadable)
            when (unreadable is JsonException or FormatException or NotSupportedException)
        {
            return default;
        }
    }

    /// <summary>Gives up an item, unless it has been taken again since.</summary>
    private Task GiveUpAsync(string id, int attempt, string reason, CancellationToken ct) =>
        LogGivenUpAsync(
            database.Database.SqlQuery<GivenUp>(
                $"""
                UPDATE "QueueItems"
                SET "State" = {nameof(QueueItemState.GivenUp)}, "LastFailure" = {reason}
                WHERE "Queue" = {policy.Name} AND "State" = {nameof(QueueItemState.Waiting)}
                AND "Id" = {id} AND "Attempts" = {attempt}
                RETURNING "Id", "Kind", "Subject", "Attempts", "LastFailure"
                """
            ),
            ct
        );

    /// <summary>Gives up the items that were added at an instant or before, for the failure of their last attempt.</summary>
    private Task GiveUpOldAsync(DateTimeOffset addedUntil, CancellationToken ct) =>
        LogGivenUpAsync(
            database.Database.SqlQuery<GivenUp>(
                $"""
                UPDATE "QueueItems"
                SET "State" = {nameof(QueueItemState.GivenUp)},
                    "LastFailure" = COALESCE("LastFailure", {NeverTried})
                WHERE "Queue" = {policy.Name} AND "State" = {nameof(QueueItemState.Waiting)}
                AND "AddedAt" <= {addedUntil.ToUnixTimeMilliseconds()}
                RETURNING "Id", "Kind", "Subject", "Attempts", "LastFailure"
                """
            ),
            ct
        );

    /// <summary>Runs the statement, which returns only the columns to log and no payloads.</summary>
    private async Task LogGivenUpAsync(IQueryable<GivenUp> givenUp, CancellationToken ct)
    {
        foreach (var item in await givenUp.ToListAsync(ct))
            LogGivenUp(
                item.Kind,
                item.Subject ?? policy.Name,
                item.Id,
                item.Attempts,
                item.LastFailure
            );
    }

    [LoggerMessage(
        LogLevel.Error,
        "Gave up {Kind} of {Subject}, {Id}, after {Attempts} attempts: {Reason}"
    )]
    private partial void LogGivenUp(
        string kind,
        string subject,
        string id,
        int attempts,
        string reason
    );

    private sealed record GivenUp(
        string Id,
        string Kind,
        string? Subject,
        int Attempts,
        string LastFailure
    );
}
