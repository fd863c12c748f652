using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using OpenViduMeet.Application.Work;
using OpenViduMeet.Infrastructure.Health;

namespace OpenViduMeet.Infrastructure.Persistence;

/// <summary>
/// Reads a table, and writes a row without changing it: a database can become read-only while the server runs. On an empty
/// file in the place of the database, <c>SELECT 1</c> would succeed.
/// </summary>
internal sealed class DatabaseHealthCheck(IMeetDatabase database) : IHealthCheck
{
    private const string CannotBeRead = "It cannot be read";
    private const string CannotBeWritten = "It can be read, but not written";

    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    )
    {
        // A write that no request depends on need not wait for the disk.
        await using var opened = database.OpenWithoutSync();
        var cause = CannotBeRead;
        try
        {
            await opened.Database.OpenConnectionAsync(cancellationToken);
            await opened.Rooms.AnyAsync(cancellationToken);
            cause = CannotBeWritten;
            await DatabaseTrial.WriteAsync(opened, cancellationToken);
        }
        catch (Exception failed) when (DatabaseFailure.IsIn(failed))
        {
            return new HealthCheckResult(context.Registration.FailureStatus, cause);
        }

        return HealthCheckResult.Healthy(
            data: new Dictionary<string, object>(StringComparer.Ordinal)
            {
                [DependencyHealthChecks.Version] = opened.Database.GetDbConnection().ServerVersion,
            }
        );
    }
}
