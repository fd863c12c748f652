using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using OpenViduMeet.Domain.Preferences;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.Domain.Webhooks;
using OpenViduMeet.Infrastructure.Persistence.Model;

namespace OpenViduMeet.Infrastructure.Persistence.Outbox;

internal sealed partial class WebhookOutbox(
    MeetDbContext database,
    WebhookDrafts drafts,
    IPreferencesRepository preferences,
    OutboxBell bell,
    TimeProvider clock,
    ILogger<WebhookOutbox> logger
) : IWebhookOutbox
{
    private static readonly TimeSpan[] Pauses =
    [
        TimeSpan.FromSeconds(5),
        TimeSpan.FromSeconds(30),
        TimeSpan.FromMinutes(2),
        TimeSpan.FromMinutes(10),
        TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(1),
    ];

    public async Task AddRoomFinishedAsync(Room room, string cause, CancellationToken ct)
    {
        if (await drafts.OfRoomFinishedAsync(room, cause, ct) is not { } row)
            return;

        var now = row.CreatedAt.ToUnixTimeMilliseconds();
        await database.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO "WebhookDeliveries"
                ("DeliveryId", "Event", "Subject", "Body", "CreatedAt", "State", "Attempts", "DueAt")
            VALUES (
                {row.DeliveryId}, {row.Event.ToString()}, {row.Subject}, {row.Body}, {now},
                {nameof(WebhookDeliveryState.Pending)}, 0, {now}
            )
            ON CONFLICT ("DeliveryId") DO NOTHING
            """,
            ct
        );
        bell.Ring();
    }

    /// <summary>Taken is put off until the lease is over: by then it has been sent, or its node has died.</summary>
    public async Task<IReadOnlyList<TakenDelivery>> TakeAsync(int most, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var isAnyDue = await Waiting.AnyAsync(
            row =>
                row.DueAt <= now
                && !Waiting.Any(earlier =>
                    earlier.Subject == row.Subject && earlier.Sequence < row.Sequence
                ),
            ct
        );
        if (!isAnyDue || !(await preferences.GetWebhooksAsync(ct)).Enabled)
            return [];

        const string pending = nameof(WebhookDeliveryState.Pending);
        var milliseconds = now.ToUnixTimeMilliseconds();
        var leasedUntil = (now + IWebhookOutbox.Lease).ToUnixTimeMilliseconds();
        var taken = await database
            .WebhookDeliveries.FromSql(
                $"""
                UPDATE "WebhookDeliveries"
                SET "Attempts" = "Attempts" + 1, "DueAt" = {leasedUntil}
                WHERE "Sequence" IN (
                    SELECT oldest."Sequence" FROM "WebhookDeliveries" AS oldest
                    WHERE oldest."State" = {pending} AND oldest."DueAt" <= {milliseconds}
                    AND NOT EXISTS (
                        SELECT 1 FROM "WebhookDeliveries" AS earlier
                        WHERE earlier."Subject" = oldest."Subject"
                        AND earlier."State" = {pending}
                        AND earlier."Sequence" < oldest."Sequence"
                    )
                    ORDER BY oldest."DueAt", oldest."Sequence" LIMIT {most}
                )
                AND "State" = {pending} AND "DueAt" <= {milliseconds}
                RETURNING *
                """
            )
            .AsNoTracking()
            .ToListAsync(ct);
        return
        [
            .. taken
                .OrderBy(row => row.Sequence)
                .Select(row => new TakenDelivery(row.DeliveryId, row.Body, row.Attempts)),
        ];
    }

    /// <summary>Also one that was given up while it was on its way.</summary>
    public async Task CompleteAsync(TakenDelivery delivered, int status, CancellationToken ct)
    {
        DateTimeOffset? now = clock.GetUtcNow();
        await TakenAs(delivered)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(row => row.State, WebhookDeliveryState.Delivered)
                        .SetProperty(row => row.DeliveredAt, now)
                        .SetProperty(row => row.LastStatus, status)
                        .SetProperty(row => row.LastError, (string?)null),
                ct
            );
        // For the next one about the same subject.
        bell.Ring();
    }

    public async Task PutBackAsync(TakenDelivery failed, WebhookAnswer answer, CancellationToken ct)
    {
        var dueAt = clock.GetUtcNow() + Pauses[Math.Min(failed.Attempt, Pauses.Length) - 1];
        await TakenAs(failed)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(row => row.DueAt, dueAt)
                        .SetProperty(row => row.LastStatus, answer.Status)
                        .SetProperty(row => row.LastError, answer.Fault),
                ct
            );
        bell.Ring();
    }

    public Task WaitAsync(TimeSpan most, CancellationToken ct) => bell.WaitAsync(most, ct);

    public async Task<IReadOnlyList<WebhookDelivery>> ListAsync(
        WebhookDeliveryState? state,
        WebhookDeliveryPosition? after,
        int maxItems,
        CancellationToken ct
    )
    {
        var rows = database.WebhookDeliveries.AsNoTracking();
        if (state is not null)
            rows = rows.Where(row => row.State == state);
        if (after is not null)
        {
            rows = rows.Where(row =>
                row.CreatedAt < after.CreatedAt
                || (
                    row.CreatedAt == after.CreatedAt && string.Compare(row.DeliveryId, after.Id) > 0
                )
            );
        }

        var found = await rows.OrderByDescending(row => row.CreatedAt)
            .ThenBy(row => row.DeliveryId)
            .Take(maxItems)
            .ToListAsync(ct);
        return [.. found.Select(row => row.ToDelivery())];
    }

    public async Task SweepAsync(CancellationToken ct)
    {
        await GiveUpAsync(ct);
        var now = clock.GetUtcNow();
        var delivered = now - IWebhookOutbox.MemoryOfDelivered;
        var failed = now - IWebhookOutbox.MemoryOfFailed;
        await database
            .WebhookDeliveries.Where(row =>
                (row.State == WebhookDeliveryState.Delivered && row.DeliveredAt < delivered)
                || (row.State == WebhookDeliveryState.Failed && row.CreatedAt < failed)
            )
            .ExecuteDeleteAsync(ct);
    }

    private IQueryable<WebhookDeliveryRow> Waiting =>
        database.WebhookDeliveries.Where(row => row.State == WebhookDeliveryState.Pending);

    private async Task GiveUpAsync(CancellationToken ct)
    {
        var old = clock.GetUtcNow() - IWebhookOutbox.Patience;
        var overdue = await Waiting
            .AsNoTracking()
            .Where(row => row.CreatedAt <= old)
            .OrderBy(row => row.Sequence)
            .ToListAsync(ct);
        foreach (var row in overdue)
        {
            var reason = row.LastError ?? "It was never sent";
            var givenUp = await Waiting
                .Where(kept => kept.DeliveryId == row.DeliveryId)
                .ExecuteUpdateAsync(
                    set =>
                        set.SetProperty(kept => kept.State, WebhookDeliveryState.Failed)
                            .SetProperty(kept => kept.LastError, reason),
                    ct
                );
            if (givenUp == 1)
                LogGivenUp(row.Event, row.Subject, row.DeliveryId, row.Attempts, reason);
        }
    }

    /// <summary>The row as this node took it: another node that has taken it since is not disturbed.</summary>
    private IQueryable<WebhookDeliveryRow> TakenAs(TakenDelivery taken) =>
        database.WebhookDeliveries.Where(row =>
            row.DeliveryId == taken.Id && row.Attempts == taken.Attempt
        );

    [LoggerMessage(
        LogLevel.Error,
        "The webhook {Event} of {Subject}, {Id}, is given up after {Attempts} attempts: {Reason}"
    )]
    private partial void LogGivenUp(
        WebhookEvent @event,
        string subject,
        string id,
        int attempts,
        string reason
    );
}
