using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace OpenViduMeet.Infrastructure.Health;

/// <summary>
/// Limits the time of a check and shares its result for a few seconds, so that a public page does not put load on the dependency.
/// </summary>
internal sealed partial class DependencyHealthCheck<T>(
    string description,
    IServiceScopeFactory scopes,
    TimeProvider clock,
    ILogger<T> logger
) : IHealthCheck
    where T : class, IHealthCheck
{
    private readonly Lock _lock = new();
    private Task<HealthCheckResult>? _result;
    private long _checkedAt;

    /// <summary>The last run. A run that ignores its cancellation continues after its time limit; no second run starts beside it.</summary>
    private Task<HealthStatus>? _run;

    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    )
    {
        lock (_lock)
        {
            if (
                _result is null
                || clock.GetElapsedTime(_checkedAt) >= DependencyHealthChecks.Lifetime
            )
            {
                _checkedAt = clock.GetTimestamp();
                _result = CheckAsync(context);
            }

            return _result.WaitAsync(cancellationToken);
        }
    }

    private async Task<HealthCheckResult> CheckAsync(HealthCheckContext context)
    {
        using var bound = new CancellationTokenSource(DependencyHealthChecks.Bound);
        var ct = bound.Token;
        // On another thread, because SQLite and file calls block the calling thread.
        if (_run is null or { IsCompleted: true })
            _run = Task.Run(() => RunAsync(context, ct), CancellationToken.None);
        HealthStatus status;
        try
        {
            status = await _run.WaitAsync(ct);
        }
        catch (Exception failed)
        {
            LogNoAnswer(context.Registration.Name, failed.GetType().Name);
            status = context.Registration.FailureStatus;
        }

        return new HealthCheckResult(status, description);
    }

    /// <summary>Uses its own scope, because a run may outlast the request that started it.</summary>
    private async Task<HealthStatus> RunAsync(HealthCheckContext context, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var check = scope.ServiceProvider.GetRequiredService<T>();
        return (await check.CheckHealthAsync(context, ct)).Status;
    }

    [LoggerMessage(LogLevel.Warning, "{Name} does not answer: {Cause}")]
    private partial void LogNoAnswer(string name, string cause);
}
