using Microsoft.Extensions.DependencyInjection;
using OpenViduMeet.Infrastructure.Persistence.Telemetry;

namespace OpenViduMeet.Infrastructure;

/// <summary>The metrics that are read from the adapters, and not written by them.</summary>
public static class InfrastructureMetrics
{
    /// <summary>Creates them, because nothing else would before the first event.</summary>
    public static IReadOnlyList<object> Create(IServiceProvider services) =>
        [
            services.GetRequiredService<DatabaseGauges>(),
            services.GetRequiredService<RecordingMetrics>(),
        ];

    /// <summary>
    /// Updates what the database knows before metrics are read. Returns within 2 s, also if the database fails.
    /// </summary>
    public static Task RefreshAsync(IServiceProvider services) =>
        services.GetRequiredService<DatabaseGauges>().RefreshAsync();
}
