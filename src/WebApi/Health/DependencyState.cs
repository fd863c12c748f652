using Microsoft.Extensions.Diagnostics.HealthChecks;
using OpenViduMeet.Infrastructure.Health;

namespace OpenViduMeet.WebApi.Health;

/// <summary>The state of a dependency, as administrators see it.</summary>
/// <param name="Purpose">The purpose of the dependency, such as <c>Recordings</c>.</param>
/// <param name="IsEssential">Whether the server cannot work without it.</param>
/// <param name="Answers">Whether its check succeeded in time: it answers, and the database can also be written.</param>
internal sealed record DependencyState(
    string Purpose,
    string Description,
    bool IsEssential,
    bool Answers
)
{
    /// <summary><c>ready</c>, or what the server is without the dependency: <c>degraded</c> or <c>unavailable</c>.</summary>
    public required string State { get; init; }

    /// <summary>How long the check took, in milliseconds.</summary>
    public long? Latency { get; init; }

    /// <summary>Why the check failed.</summary>
    public string? Cause { get; init; }

    /// <summary>The version of the dependency, if it tells one.</summary>
    public string? Version { get; init; }

    public static IReadOnlyList<DependencyState> AllOf(HealthReport report) =>
        [
            .. report
                .Entries.Where(entry =>
                    entry.Value.Tags.Contains(DependencyHealthChecks.Dependency)
                )
                .Select(entry => new DependencyState(
                    entry.Key,
                    entry.Value.Description ?? "",
                    entry.Value.Tags.Contains(DependencyHealthChecks.Essential),
                    entry.Value.Status == HealthStatus.Healthy
                )
                {
                    State = NameOf(entry.Value.Status),
                    Latency =
                        entry.Value.Data.GetValueOrDefault(DependencyHealthChecks.Latency) as long?,
                    Cause =
                        entry.Value.Data.GetValueOrDefault(DependencyHealthChecks.Cause) as string,
                    Version =
                        entry.Value.Data.GetValueOrDefault(DependencyHealthChecks.Version)
                        as string,
                }),
        ];

    public static string NameOf(HealthStatus status) =>
        status switch
        {
            HealthStatus.Healthy => "ready",
            HealthStatus.Degraded => "degraded",
            _ => "unavailable",
        };
}
