using MediatR;
using OpenViduMeet.Application.Webhooks;
using OpenViduMeet.Domain.Webhooks;

namespace OpenViduMeet.WebApi.Background;

/// <summary>
/// Sends what is in the outbox: at once what this node wrote, soon what another left. A receiver that fails again and again is
/// tried with one delivery now and then until one succeeds: however much waits for it, it costs next to nothing.
/// </summary>
internal sealed partial class WebhookSender(
    IServiceScopeFactory scopes,
    TimeProvider clock,
    ILogger<WebhookSender> logger
) : Worker(clock, logger)
{
    private const int AtOnce = 8;

    /// <summary>One after the other, with no success between them.</summary>
    private const int FailuresUntilRest = 5;

    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(15);

    /// <summary>How soon deliveries are found that this node was not told of.</summary>
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(1);

    private readonly HashSet<Task> _underWay = [];
    private int _failures;

    private bool IsReceiverFailing => Volatile.Read(ref _failures) >= FailuresUntilRest;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await base.ExecuteAsync(stoppingToken);
        }
        finally
        {
            await Task.WhenAll(_underWay);
        }
    }

    /// <summary>Fills the free places, and waits until there may be something to do.</summary>
    protected override async Task WorkAsync(CancellationToken ct)
    {
        if (IsReceiverFailing)
        {
            await Task.WhenAll(_underWay);
            await Task.Delay(Rest, Clock, ct);
        }

        _underWay.RemoveWhere(task => task.IsCompleted);
        var free = (IsReceiverFailing ? 1 : AtOnce) - _underWay.Count;
        if (free <= 0)
        {
            await Task.WhenAny(_underWay);
            return;
        }

        await using var scope = scopes.CreateAsyncScope();
        var outbox = scope.ServiceProvider.GetRequiredService<IWebhookOutbox>();
        var taken = await outbox.TakeAsync(free, ct);
        foreach (var delivery in taken)
            _underWay.Add(SendAsync(delivery, ct));
        if (taken.Count == 0)
            await outbox.WaitAsync(LookInterval, ct);
    }

    private async Task SendAsync(TakenDelivery delivery, CancellationToken ct)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var mediator = scope.ServiceProvider.GetRequiredService<IMediator>();
            var sent = await mediator.Send(new DeliverWebhook(delivery), ct);
            if (sent.IsFailure)
                Interlocked.Increment(ref _failures);
            else
                Volatile.Write(ref _failures, 0);
        }
        catch (Exception failed)
        {
            // Of a server that stops, the delivery comes back when its lease is over.
            if (ct.IsCancellationRequested)
                return;
            Interlocked.Increment(ref _failures);
            LogSendingFailed(failed, delivery.Id);
        }
    }

    [LoggerMessage(LogLevel.Error, "Sending webhook {Id} failed")]
    private partial void LogSendingFailed(Exception exception, string id);
}
