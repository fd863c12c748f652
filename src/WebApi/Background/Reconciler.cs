using OpenViduMeet.Application.Meetings;

namespace OpenViduMeet.WebApi.Background;

/// <summary>Reconciles meetings at the start and once a minute, because events can be lost.</summary>
internal sealed class Reconciler(
    IServiceScopeFactory scopes,
    TimeProvider clock,
    ILogger<Reconciler> logger
) : PeriodicTask(TimeSpan.FromMinutes(1), scopes, clock, logger)
{
    protected override Task RunAsync(IServiceProvider services, CancellationToken ct) =>
        SendAsync(services, new ReconcileMeetings(), ct);
}
