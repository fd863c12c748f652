namespace OpenViduMeet.WebApi.Background;

internal static class LifetimeExtensions
{
    /// <summary>Waits until the server listens, so that background work does not delay its first answer.</summary>
    public static async Task WaitUntilStartedAsync(
        this IHostApplicationLifetime lifetime,
        CancellationToken ct
    )
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(ct);
    }
}
