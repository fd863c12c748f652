using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace OpenViduMeet.Infrastructure.Meetings;

internal sealed class LiveKitHealthCheck(TwirpClient liveKit) : IHealthCheck
{
    /// <summary>No room has this name, so that the answer is small.</summary>
    private static readonly string[] NoRoom = ["-"];

    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    )
    {
        var answer = await liveKit.CallAsync<ListRoomsAnswer>(
            RoomService.ListRooms,
            LiveKitGrant.RoomList,
            new ListRoomsRequest(NoRoom),
            cancellationToken
        );
        return answer.IsFailure
            ? new HealthCheckResult(context.Registration.FailureStatus)
            : HealthCheckResult.Healthy();
    }
}
