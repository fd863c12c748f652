using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace OpenViduMeet.Infrastructure.Health;

/// <summary>Health checks of the dependencies of the server.</summary>
public static class DependencyHealthChecks
{
    /// <summary>The tag of a check of a dependency.</summary>
    public const string Dependency = "dependency";

    /// <summary>The tag of a dependency without which the server cannot work.</summary>
    public const string Essential = "essential";

    /// <summary>How long a result is shared by all callers.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(1);

    /// <summary>The key of a result's data: how long the check took, in milliseconds.</summary>
    public const string Latency = "latency";

    /// <summary>The key of a result's data: why the check failed.</summary>
    public const string Cause = "cause";

    /// <summary>The key of a result's data: the version of the dependency.</summary>
    public const string Version = "version";

    /// <summary>How long a check may take. A dependency that does not answer in this time fails the check.</summary>
    internal static readonly TimeSpan Bound = TimeSpan.FromSeconds(2);

    /// <typeparam name="T">The check. It makes one cheap call and may throw if the dependency does not answer.</typeparam>
    /// <param name="name">What the dependency is for, such as <c>Recordings</c>.</param>
    /// <param name="description">
    /// What the dependency is. Public pages show it, so it must not contain a secret or an internal address.
    /// </param>
    /// <param name="ifDown"><see cref="HealthStatus.Unhealthy"/> if the server cannot work without the dependency.</param>
    internal static IServiceCollection AddDependencyCheck<T>(
        this IServiceCollection services,
        string name,
        string description,
        HealthStatus ifDown = HealthStatus.Degraded
    )
        where T : class, IHealthCheck
    {
        services.TryAddScoped<T>();
        services.AddSingleton(provider => new DependencyHealthCheck<T>(
            description,
            provider.GetRequiredService<IServiceScopeFactory>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<T>>()
        ));
        services
            .AddHealthChecks()
            .AddCheck<DependencyHealthCheck<T>>(
                name,
                ifDown,
                ifDown == HealthStatus.Unhealthy ? [Dependency, Essential] : [Dependency]
            );
        return services;
    }
}
