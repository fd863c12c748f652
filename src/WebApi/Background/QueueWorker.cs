using MediatR;
using OpenViduMeet.Application.Work;
using OpenViduMeet.Domain.Queues;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.WebApi.Authentication;

namespace OpenViduMeet.WebApi.Background;

/// <summary>How the items of a queue are processed.</summary>
/// <param name="AtOnce">How many items are processed at the same time.</param>
/// <param name="ToRequest">The use case that processes an item.</param>
internal sealed record QueueWork<T>(int AtOnce, Func<Leased<T>, IRequest<Result>> ToRequest)
{
    /// <summary>
    /// After this many consecutive failures, one item at a time is tried at intervals until one succeeds. A receiver that is down then
    /// costs next to nothing, however many items wait for it.
    /// </summary>
    public int FailuresBeforePause { get; init; } = int.MaxValue;
}

/// <summary>
/// Processes the items of a queue. Items that this node added are taken at once, those of other nodes within a second. A failure of the
/// queue is logged, and the queue is asked again after a pause. No item is taken while the server drains: other nodes take them. An item
/// that is neither completed nor put back can be taken again when its lease ends.
/// </summary>
internal sealed class QueueWorker<T>(
    QueueWork<T> work,
    IServiceScopeFactory scopes,
    IndependentWork independent,
    IHostApplicationLifetime lifetime,
    TimeProvider clock
) : BackgroundService
{
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(15);

    /// <summary>How often the queue is asked for items that other nodes added.</summary>
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);

    private static readonly string Name = $"The worker of {typeof(T).Name}";

    private readonly HashSet<Task> _underWay = [];
    private int _failures;

    private bool IsResting => Volatile.Read(ref _failures) >= work.FailuresBeforePause;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var draining = CancellationTokenSource.CreateLinkedTokenSource(
            lifetime.ApplicationStopping,
            stoppingToken
        );
        try
        {
            await lifetime.WaitUntilStartedAsync(draining.Token);
            while (!draining.IsCancellationRequested)
            {
                var worked = await independent.TryAsync(
                    () => WorkAsync(draining.Token, stoppingToken),
                    draining.Token,
                    Name
                );
                if (worked.IsFailure)
                    await Task.Delay(PauseAfterFailure, clock, draining.Token);
            }
        }
        catch (Exception) when (draining.IsCancellationRequested)
        {
            // The server stops.
        }
        finally
        {
            await Task.WhenAll(_underWay);
        }
    }

    /// <summary>Starts processing as many items as may run at once, and waits until more can be started.</summary>
    /// <param name="draining">Ends the wait.</param>
    /// <param name="ct">
    /// Ends the processing, and the statement that takes items: if it were cancelled too early, taken items would wait for their lease.
    /// </param>
    private async Task<Result> WorkAsync(CancellationToken draining, CancellationToken ct)
    {
        if (IsResting)
        {
            await Task.WhenAll(_underWay);
            await Task.Delay(Rest, clock, draining);
        }

        _underWay.RemoveWhere(task => task.IsCompleted);
        var free = (IsResting ? 1 : work.AtOnce) - _underWay.Count;
        if (free <= 0)
        {
            await Task.WhenAny(_underWay);
            return Result.Ok;
        }

        await using var scope = scopes.CreateServerScope();
        var queue = scope.ServiceProvider.GetRequiredService<ILeasedQueue<T>>();
        var taken = await queue.TakeAsync(free, ct);
        foreach (var item in taken)
            _underWay.Add(ProcessAsync(item, ct));
        if (taken.Count == 0)
            await queue.WaitAsync(PollInterval, draining);
        return Result.Ok;
    }

    private async Task ProcessAsync(Leased<T> taken, CancellationToken ct)
    {
        try
        {
            var name = $"{typeof(T).Name} {taken}";
            var outcome = await independent.TryAsync(() => SendAndSettleAsync(), ct, name);
            if (outcome.IsFailure)
                Interlocked.Increment(ref _failures);
            else
                Volatile.Write(ref _failures, 0);

            async Task<Result> SendAndSettleAsync()
            {
                await using var scope = scopes.CreateServerScope();
                var mediator = scope.ServiceProvider.GetRequiredService<IMediator>();
                var queue = scope.ServiceProvider.GetRequiredService<ILeasedQueue<T>>();
                using var leased = CancellationTokenSource.CreateLinkedTokenSource(ct);
                var prolonging = ProlongAsync(taken, queue.LeaseRenewal, leased);
                var sent = await independent.TryAsync(
                    () => mediator.Send(work.ToRequest(taken), leased.Token),
                    ct,
                    name
                );
                await leased.CancelAsync();
                await prolonging;
                // The outcome is saved even if the server is stopping: otherwise the item is processed again.
                if (sent.IsFailure)
                    await queue.PutBackAsync(taken, sent.Error.Message, CancellationToken.None);
                else
                    await queue.CompleteAsync(taken, CancellationToken.None);
                return sent;
            }
        }
        catch (Exception) when (ct.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    /// <summary>Keeps other nodes from taking an item until it is processed.</summary>
    /// <param name="leased">Cancelled when the item is processed, or because another node has taken it after a pause of this one.</param>
    private async Task ProlongAsync(
        Leased<T> taken,
        TimeSpan interval,
        CancellationTokenSource leased
    )
    {
        var ct = leased.Token;
        try
        {
            using var timer = new PeriodicTimer(interval, clock);
            while (await timer.WaitForNextTickAsync(ct))
            {
                await independent.TryAsync(
                    async () =>
                    {
                        await using var scope = scopes.CreateServerScope();
                        var queue = scope.ServiceProvider.GetRequiredService<ILeasedQueue<T>>();
                        if (!await queue.ProlongAsync(taken, ct))
                            await leased.CancelAsync();
                        return Result.Ok;
                    },
                    ct,
                    $"The lease of {typeof(T).Name} {taken}"
                );
            }
        }
        catch (OperationCanceledException)
        {
            // The item has been processed, here or by another node.
        }
    }
}
