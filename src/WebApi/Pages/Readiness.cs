namespace OpenViduMeet.WebApi.Pages;

internal enum ReadinessStatus
{
    Ready,

    /// <summary>A part does not work: joining without LiveKit, watching recordings without their store.</summary>
    Degraded,

    /// <summary>The server is starting or stopping, or its database does not answer.</summary>
    Unavailable,
}

internal sealed record ReadinessReport(
    ReadinessStatus Status,
    IReadOnlyList<DependencyState> Dependencies
)
{
    public bool IsDatabaseThere =>
        Dependencies.All(dependency => dependency.Answers || !dependency.IsEssential);
}

/// <summary>Whether requests should be sent to this server now.</summary>
internal sealed class Readiness(DependencyStates dependencies, IHostApplicationLifetime lifetime)
{
    public async Task<ReadinessReport> CheckAsync(CancellationToken ct)
    {
        var states = await dependencies.GetAsync(ct);
        var isServing =
            lifetime.ApplicationStarted.IsCancellationRequested
            && !lifetime.ApplicationStopping.IsCancellationRequested;
        return new ReadinessReport(StatusOf(isServing, states), states);
    }

    private static ReadinessStatus StatusOf(bool isServing, DependencyState[] states)
    {
        var missing = states.Where(state => !state.Answers).ToList();
        if (!isServing || missing.Exists(state => state.IsEssential))
            return ReadinessStatus.Unavailable;
        return missing.Count == 0 ? ReadinessStatus.Ready : ReadinessStatus.Degraded;
    }
}
