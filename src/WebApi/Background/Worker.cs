namespace OpenViduMeet.WebApi.Background;

/// <summary>
/// Does what there is to do, again and again. A failure of what it is taken from is logged, and looked for again after a pause: what
/// was taken comes back when its lease is over.
/// </summary>
internal abstract partial class Worker(TimeProvider clock, ILogger logger) : BackgroundService
{
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(2);

    protected TimeProvider Clock { get; } = clock;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await WorkAsync(stoppingToken);
            }
            catch (Exception failed)
            {
                if (stoppingToken.IsCancellationRequested)
                    return;
                LogFailed(failed, GetType().Name);
                await Task.Delay(PauseAfterFailure, Clock, stoppingToken);
            }
        }
    }

    /// <summary>Does some of it, or waits until there may be something to do.</summary>
    protected abstract Task WorkAsync(CancellationToken ct);

    [LoggerMessage(LogLevel.Error, "{Worker} failed")]
    private partial void LogFailed(Exception exception, string worker);
}
