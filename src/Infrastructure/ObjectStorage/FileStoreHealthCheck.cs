using Microsoft.Extensions.Diagnostics.HealthChecks;
using OpenViduMeet.Infrastructure.Storage;

namespace OpenViduMeet.Infrastructure.ObjectStorage;

/// <summary>Looks for the data directory. The folder of the recordings is created with the first of them.</summary>
internal sealed class FileStoreHealthCheck(StorageOptions options) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    ) =>
        Task.FromResult(
            Directory.Exists(options.DataDirectory)
                ? HealthCheckResult.Healthy()
                : new HealthCheckResult(context.Registration.FailureStatus)
        );
}
