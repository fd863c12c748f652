using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using OpenViduMeet.Infrastructure.Caching;
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
    private readonly LogThrottle _failed = new(clock);
    private readonly SharedAnswer<Outcome> _shared = new(
        DependencyHealthChecks.Lifetime,
        DependencyHealthChecks.Bound,
        clock
    );

    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    )
    {
        var outcome = await _shared
            .GetAsync(
                async ct => new Outcome(await RunAsync(context, ct)),
                asked => Conclude(asked, context)
            )
            .WaitAsync(cancellationToken);
        return outcome.Result;
    }

    private Outcome Conclude(Asked<Outcome> asked, HealthCheckContext context)
    {
        var result =
            asked.Answer?.Result
            ?? new HealthCheckResult(context.Registration.FailureStatus, asked.Cause);
        if (result.Status != HealthStatus.Healthy && _failed.Count() is not null)
            LogUnhealthy(context.Registration.Name, result.Description ?? "");
        return new Outcome(
            new HealthCheckResult(result.Status, description, data: DetailsOf(result, asked.Took))
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

    private sealed record Outcome(HealthCheckResult Result);
}
