using MediatR;
using OpenViduMeet.Domain.Nodes;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.WebApi.Authentication;

namespace OpenViduMeet.WebApi.Background;

/// <summary>
/// Runs a task when the server has started and then at an interval, on one node at a time: the others wait until that node ends. A
/// failure is logged, and the task runs again at the next interval. A node that drains lets another take over as soon as the run under
/// way has ended. Any other cancellation than that of the stopping token is a failure.
/// </summary>
internal abstract partial class PeriodicTask(
    TimeSpan interval,
    IServiceScopeFactory scopes,
    IHostApplicationLifetime lifetime,
    TimeProvider clock,
    ILogger logger
) : BackgroundService
{
    protected TimeProvider Clock { get; } = clock;

    /// <summary>How soon this node takes over from one that has ended.</summary>
    private static readonly TimeSpan Takeover = TimeSpan.FromSeconds(2);

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await lifetime.WaitUntilStartedAsync(stoppingToken);
        using var timer = new PeriodicTimer(Takeover, Clock);
        await using var drain = EndWhenDraining(timer);
        do
        {
            await TryAsync(
                services =>
                    services
                        .GetRequiredService<IExclusiveTasks>()
                        .TryRunAsync(GetType().Name, RepeatAsync, stoppingToken),
                stoppingToken
            );
        } while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>Called when this node takes over the task.</summary>
    protected virtual void OnBegin() { }

    protected abstract Task RunAsync(IServiceProvider services, CancellationToken ct);

    /// <summary>Runs a use case. The pipeline logs its failures.</summary>
    protected static Task<Result> SendAsync(
        IServiceProvider services,
        IRequest<Result> request,
        CancellationToken ct
    ) => services.GetRequiredService<IMediator>().Send(request, ct);

    private async Task RepeatAsync(CancellationToken ct)
    {
        OnBegin();
        using var timer = new PeriodicTimer(interval, Clock);
        await using var drain = EndWhenDraining(timer);
        do
        {
            await TryAsync(services => RunAsync(services, ct), ct);
        } while (await timer.WaitForNextTickAsync(ct));
    }

    /// <summary>A wait for the next tick of a timer that is disposed ends with <see langword="false"/>.</summary>
    private CancellationTokenRegistration EndWhenDraining(PeriodicTimer timer) =>
        lifetime.ApplicationStopping.Register(timer.Dispose);

    private async Task TryAsync(Func<IServiceProvider, Task> run, CancellationToken ct)
    {
        try
        {
            await using var scope = scopes.CreateServerScope();
            await run(scope.ServiceProvider);
        }
        catch (Exception failed)
        {
            if (!ct.IsCancellationRequested)
                LogFailed(failed, GetType().Name);
        }
    }

    [LoggerMessage(LogLevel.Error, "{Task} failed")]
    private partial void LogFailed(Exception exception, string task);
}
