using Microsoft.Extensions.Diagnostics.HealthChecks;
using OpenViduMeet.Domain.Meetings;

namespace OpenViduMeet.Infrastructure.Meetings;

internal sealed class LiveKitHealthCheck(IMeetingServer liveKit) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    )
    {
        var answer = await liveKit.PingAsync(cancellationToken);
        return answer.IsFailure
            ? new HealthCheckResult(
                context.Registration.FailureStatus,
                "It does not answer, or refuses the key pair"
            )
            : HealthCheckResult.Healthy();
    }
}
