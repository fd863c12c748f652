using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace OpenViduMeet.Infrastructure.Persistence;

/// <summary>Reads a table. If the file is missing, SQLite creates an empty one, on which <c>SELECT 1</c> would succeed.</summary>
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
