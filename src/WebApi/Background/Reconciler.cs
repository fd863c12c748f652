using OpenViduMeet.Application.Meetings;
using OpenViduMeet.Domain.Meetings;

namespace OpenViduMeet.WebApi.Background;

/// <summary>
/// Reconciles meetings, because events can be lost: every few seconds what is unsettled, and everything at the start, when the meeting
/// server answers again after a failure, and every few minutes.
/// </summary>
internal sealed class Reconciler(
    IServiceScopeFactory scopes,
    IHostApplicationLifetime lifetime,
    TimeProvider clock,
    ILogger<Reconciler> logger
) : PeriodicTask(TimeSpan.FromSeconds(5), scopes, lifetime, clock, logger)
{
    private static readonly TimeSpan BetweenAll = TimeSpan.FromMinutes(5);

    /// <summary>When everything is to be reconciled next.</summary>
    private DateTimeOffset _allDueAt;

    protected override void OnBegin() => _allDueAt = DateTimeOffset.MinValue;

    protected override async Task RunAsync(IServiceProvider services, CancellationToken ct)
    {
        var isAnswering = await services.GetRequiredService<IMeetingServer>().PingAsync(ct);
        if (isAnswering.IsFailure)
        {
            _allDueAt = DateTimeOffset.MinValue;
            return;
        }

        var isAllDue = Clock.GetUtcNow() >= _allDueAt;
        var scope = isAllDue ? ReconciliationScope.Everything : ReconciliationScope.Unsettled;
        var reconciled = await SendAsync(services, new ReconcileMeetings(scope), ct);
        if (reconciled.IsFailure)
            _allDueAt = DateTimeOffset.MinValue;
        else if (isAllDue)
            _allDueAt = Clock.GetUtcNow() + BetweenAll;
    }
}
