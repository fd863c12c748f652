using Microsoft.Extensions.Diagnostics.HealthChecks;
using OpenViduMeet.Infrastructure.Health;

namespace OpenViduMeet.WebApi.Health;

/// <summary>The state of a dependency, as administrators see it.</summary>
/// <param name="Purpose">The purpose of the dependency, such as <c>Recordings</c>.</param>
/// <param name="IsEssential">Whether the server cannot work without it.</param>
/// <param name="Answers">Whether it answered in time.</param>
internal sealed record DependencyState(
    string Purpose,
    string Description,
    bool IsEssential,
    bool Answers
)
{
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
                )),
        ];
}
