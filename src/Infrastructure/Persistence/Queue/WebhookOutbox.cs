using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using OpenViduMeet.Domain.Preferences;
using OpenViduMeet.Domain.Queues;
using OpenViduMeet.Domain.Webhooks;
using OpenViduMeet.Infrastructure.Persistence.Model;

namespace OpenViduMeet.Infrastructure.Persistence.Queue;

internal sealed class WebhookOutbox(
    MeetDbContext database,
    IPreferencesRepository preferences,
    QueueSignal<WebhookMessage> signal,
    TimeProvider clock,
    ILogger<WebhookOutbox> logger
) : LeasedQueue<WebhookMessage>(Policy, database, signal, clock, logger), IWebhookOutbox
{
    public static readonly QueuePolicy Policy = new(
        "Webhooks",
        [
            TimeSpan.FromSeconds(5),
            TimeSpan.FromSeconds(30),
            TimeSpan.FromMinutes(2),
            TimeSpan.FromMinutes(10),
            TimeSpan.FromMinutes(30),
            TimeSpan.FromHours(1),
        ]
    )
    {
        Patience = TimeSpan.FromDays(1),
        KeepCompleted = TimeSpan.FromDays(7),
        KeepGivenUp = TimeSpan.FromDays(30),
    };

    public Task NoteAnswerAsync(Leased<WebhookMessage> sent, int? status, CancellationToken ct) =>
        TakenAs(sent)
            .ExecuteUpdateAsync(set => set.SetProperty(item => item.LastStatus, status), ct);

    public async Task<IReadOnlyList<WebhookDelivery>> ListAsync(
        WebhookDeliveryState? state,
        WebhookDeliveryPosition? after,
        int maxItems,
        CancellationToken ct
    )
    {
        var items = Items;
        if (state is { } only)
        {
            var wanted = Enum.GetValues<QueueItemState>().Single(each => StateOf(each) == only);
            items = items.Where(item => item.State == wanted);
        }

        if (after is not null)
        {
            // The first condition is for the index: without it, all later items are read too.
            items = items.Where(item =>
                item.AddedAt <= after.CreatedAt
                && (item.AddedAt < after.CreatedAt || string.Compare(item.Id, after.Id) > 0)
            );
        }

        return await items
            .OrderByDescending(item => item.AddedAt)
            .ThenBy(item => item.Id)
            .Take(maxItems)
            .Select(item => new WebhookDelivery(
                item.Id,
                Enum.Parse<WebhookEvent>(item.Kind),
                item.Subject!,
                item.AddedAt,
                StateOf(item.State)
            )
            {
                Attempts = item.Attempts,
                NextAttemptAt = item.State == QueueItemState.Waiting ? item.DueAt : null,
                LastStatus = item.LastStatus,
                LastError = item.LastFailure,
                DeliveredAt = item.CompletedAt,
            })
            .ToListAsync(ct);
    }

    private static WebhookDeliveryState StateOf(QueueItemState state) =>
        state switch
        {
            QueueItemState.Waiting => WebhookDeliveryState.Pending,
            QueueItemState.Completed => WebhookDeliveryState.Delivered,
            _ => WebhookDeliveryState.Failed,
        };

    protected override WebhookMessage Read(QueueItem item) => new(item.Id, item.Payload);

    protected override async Task<bool> IsOnAsync(CancellationToken ct) =>
        (await preferences.GetWebhooksAsync(ct)).Enabled;
}
