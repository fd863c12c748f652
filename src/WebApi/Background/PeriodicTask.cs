using MediatR;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.WebApi.Background;

/// <summary>
/// Does something at the start, and then again and again. What fails is logged and done again the next time. Only the stopping token
/// means that the server stops: a cancellation without it is a failure like any other.
/// </summary>
internal abstract partial class PeriodicTask(
    TimeSpan interval,
    IServiceScopeFactory scopes,
    TimeProvider clock,
    ILogger logger
) : BackgroundService
{
    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Off the thread that starts the server.
        await Task.Yield();
        using var timer = new PeriodicTimer(interval, clock);
        do
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                await RunAsync(scope.ServiceProvider, stoppingToken);
            }
            catch (Exception failed)
            {
                if (stoppingToken.IsCancellationRequested)
                    return;
                LogFailed(failed, GetType().Name);
            }
        } while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    protected abstract Task RunAsync(IServiceProvider services, CancellationToken ct);

    /// <summary>Runs a use case, whose failures the pipeline logs.</summary>
    protected static Task<Result> SendAsync(
        IServiceProvider services,
        IRequest<Result> request,
        CancellationToken ct
    ) => services.GetRequiredService<IMediator>().Send(request, ct);

    [LoggerMessage(LogLevel.Error, "{Task} failed")]
    private partial void LogFailed(Exception exception, string task);
}
