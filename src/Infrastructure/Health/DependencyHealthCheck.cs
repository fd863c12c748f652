using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using OpenViduMeet.Infrastructure.Logging;

namespace OpenViduMeet.Infrastructure.Health;

/// <summary>
/// Limits the time of a check and shares its result for a second, so that a public page does not put load on the dependency. Adds the
/// details that administrators see to the result's data.
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
    private readonly LogThrottle _failed = new(clock);
    private Task<HealthCheckResult>? _result;
    private long _checkedAt;

    /// <summary>The last run. A run that ignores its cancellation continues after its time limit; no second run starts beside it.</summary>
    private Task<HealthCheckResult>? _run;

    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    )
    {
        lock (_lock)
        {
            // A check that takes longer than its result is shared must not be started by each caller.
            if (
                _result is null
                || (
                    _result.IsCompleted
                    && clock.GetElapsedTime(_checkedAt) >= DependencyHealthChecks.Lifetime
                )
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
        var started = TimeProvider.System.GetTimestamp();
        // On another thread, because SQLite and file calls block the calling thread.
        if (_run is null or { IsCompleted: true })
            _run = Task.Run(() => RunAsync(context, ct), CancellationToken.None);
        HealthCheckResult result;
        try
        {
            result = await _run.WaitAsync(ct);
        }
        catch (Exception failed)
        {
            var cause = ct.IsCancellationRequested
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"No answer within {DependencyHealthChecks.Bound.TotalSeconds:0} s"
                )
                : failed.GetType().Name;
            result = new HealthCheckResult(context.Registration.FailureStatus, cause);
        }

        if (result.Status != HealthStatus.Healthy && _failed.Count() is not null)
            LogUnhealthy(context.Registration.Name, result.Description ?? "");

        return new HealthCheckResult(
            result.Status,
            description,
            data: DetailsOf(result, TimeProvider.System.GetElapsedTime(started))
        );
    }

    /// <summary>Uses its own scope, because a run may outlast the request that started it.</summary>
    private async Task<HealthCheckResult> RunAsync(HealthCheckContext context, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var check = scope.ServiceProvider.GetRequiredService<T>();
        return await check.CheckHealthAsync(context, ct);
    }

    private static Dictionary<string, object> DetailsOf(HealthCheckResult result, TimeSpan took)
    {
        var details = new Dictionary<string, object>(result.Data, StringComparer.Ordinal)
        {
            [DependencyHealthChecks.Latency] = (long)took.TotalMilliseconds,
        };
        if (result.Status != HealthStatus.Healthy && result.Description is { } cause)
            details[DependencyHealthChecks.Cause] = cause;
        return details;
    }

    [LoggerMessage(LogLevel.Warning, "The health check of {Name} fails: {Cause}")]
    private partial void LogUnhealthy(string name, string cause);
}
