using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace OpenViduMeet.Infrastructure.Health;

/// <summary>Health checks of what lies outside of the server.</summary>
public static class DependencyHealthChecks
{
    /// <summary>The tag of a check that asks something outside of the server.</summary>
    public const string Dependency = "dependency";

    /// <summary>The tag of a dependency without which the server is of no use.</summary>
    public const string Essential = "essential";

    /// <summary>How long a result is used again, for everybody who asks.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(5);

    /// <summary>How long a check may take. A dependency that has not answered by then has failed the check.</summary>
    internal static readonly TimeSpan Bound = TimeSpan.FromSeconds(2);

    /// <typeparam name="T">Asks the dependency by one cheap call. May throw where it does not answer.</typeparam>
    /// <param name="name">What the dependency is for, such as <c>Recordings</c>.</param>
    /// <param name="description">
    /// What the dependency is. Pages show it: no secret, and no address that only this server needs to know.
    /// </param>
    /// <param name="ifDown"><see cref="HealthStatus.Unhealthy"/> if the server is of no use without it.</param>
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
