using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace OpenViduMeet.Infrastructure.Persistence;

/// <summary>Reads a table. In place of a file that is gone SQLite makes an empty one, which would answer a bare <c>SELECT 1</c>.</summary>
internal sealed class DatabaseHealthCheck(MeetDbContext database) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    )
    {
        await database.Rooms.AnyAsync(cancellationToken);
        return HealthCheckResult.Healthy();
    }
}
