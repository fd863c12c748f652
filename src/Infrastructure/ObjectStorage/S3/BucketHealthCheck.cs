using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace OpenViduMeet.Infrastructure.ObjectStorage.S3;

internal sealed class BucketHealthCheck(S3ObjectStore bucket) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    ) =>
        (await bucket.FindAsync(cancellationToken)).IsFailure
            ? new HealthCheckResult(
                context.Registration.FailureStatus,
                "The bucket does not answer, or cannot be used"
            )
            : HealthCheckResult.Healthy();
}
