using MediatR;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.WebApi.Authentication;

namespace OpenViduMeet.WebApi.Background;

/// <summary>
/// Runs a task at the start and then at an interval. A failure is logged, and the task runs again at the next interval. Only the stopping
/// token ends the loop: any other cancellation is a failure.
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
        // Do not block the thread that starts the server.
        await Task.Yield();
        using var timer = new PeriodicTimer(interval, clock);
        do
        {
            try
            {
                await using var scope = scopes.CreateServerScope();
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

    /// <summary>Runs a use case. The pipeline logs its failures.</summary>
    protected static Task<Result> SendAsync(
        IServiceProvider services,
        IRequest<Result> request,
        CancellationToken ct
    ) => services.GetRequiredService<IMediator>().Send(request, ct);

    [LoggerMessage(LogLevel.Error, "{Task} failed")]
    private partial void LogFailed(Exception exception, string task);
}
