using Microsoft.Extensions.Diagnostics.HealthChecks;
using OpenViduMeet.Infrastructure.Storage;

namespace OpenViduMeet.Infrastructure.ObjectStorage;

/// <summary>Checks that the data directory exists. The folder of recordings is created with the first recording.</summary>
internal sealed class FileStoreHealthCheck(StorageOptions options) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    ) =>
        Task.FromResult(
            Directory.Exists(options.DataDirectory)
                ? HealthCheckResult.Healthy()
                : new HealthCheckResult(
                    context.Registration.FailureStatus,
                    "The data directory is missing"
                )
        );
}
