using MediatR;
using OpenViduMeet.Application.Work;
using OpenViduMeet.Domain.Queues;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.WebApi.Background;

/// <summary>How a queue is worked off.</summary>
/// <param name="AtOnce">How many items are processed at the same time.</param>
/// <param name="ToRequest">The use case that processes an item.</param>
internal sealed record QueueWork<T>(int AtOnce, Func<Leased<T>, IRequest<Result>> ToRequest)
{
    /// <summary>
    /// After so many failures, with no success between them, one item is tried now and then until one succeeds: however many wait for
    /// a receiver that is down, they cost next to nothing.
    /// </summary>
    public int FailuresUntilRest { get; init; } = int.MaxValue;
}

/// <summary>
/// Processes the items of a queue: at once what this node has added, soon what another has. A failure of the queue itself is logged,
/// and the queue asked again after a pause. What was taken and neither completed nor put back can be taken again when its lease ends.
/// </summary>
internal sealed class QueueWorker<T>(
    QueueWork<T> work,
    IServiceScopeFactory scopes,
    IndependentWork independent,
    TimeProvider clock
) : BackgroundService
{
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(15);

    /// <summary>How soon items are found that this node has not been told of.</summary>
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(1);

    private static readonly string Name = $"The worker of {typeof(T).Name}";

    private readonly HashSet<Task> _underWay = [];
    private int _failures;

    private bool IsResting => Volatile.Read(ref _failures) >= work.FailuresUntilRest;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                var worked = await independent.TryAsync(
                    () => WorkAsync(stoppingToken),
                    stoppingToken,
                    Name
                );
                if (worked.IsFailure)
                    await Task.Delay(PauseAfterFailure, clock, stoppingToken);
            }
        }
        catch (Exception) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops.
        }
        finally
        {
            await Task.WhenAll(_underWay);
        }
    }

    /// <summary>Fills the free places, and waits until there may be something to do.</summary>
    private async Task<Result> WorkAsync(CancellationToken ct)
    {
        if (IsResting)
        {
            await Task.WhenAll(_underWay);
            await Task.Delay(Rest, clock, ct);
        }

        _underWay.RemoveWhere(task => task.IsCompleted);
        var free = (IsResting ? 1 : work.AtOnce) - _underWay.Count;
        if (free <= 0)
        {
            await Task.WhenAny(_underWay);
            return Result.Ok;
        }

        await using var scope = scopes.CreateAsyncScope();
        var queue = scope.ServiceProvider.GetRequiredService<ILeasedQueue<T>>();
        var taken = await queue.TakeAsync(free, ct);
        foreach (var item in taken)
            _underWay.Add(ProcessAsync(item, ct));
        if (taken.Count == 0)
            await queue.WaitAsync(LookInterval, ct);
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
                await using var scope = scopes.CreateAsyncScope();
                var mediator = scope.ServiceProvider.GetRequiredService<IMediator>();
                var queue = scope.ServiceProvider.GetRequiredService<ILeasedQueue<T>>();
                var sent = await independent.TryAsync(
                    () => mediator.Send(work.ToRequest(taken), ct),
                    ct,
                    name
                );
                // What has been done is noted even if the server stops now: otherwise it is done again.
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
}
