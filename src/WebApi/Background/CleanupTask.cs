using OpenViduMeet.Application.Rooms;
using OpenViduMeet.Domain.Meetings;
using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Webhooks;

namespace OpenViduMeet.WebApi.Background;

/// <summary>Removes what has ended: expired rooms, reservations of names that nobody uses, and events and webhooks that were handled long ago.</summary>
internal sealed partial class CleanupTask(
    IServiceScopeFactory scopes,
    TimeProvider clock,
    ILogger<CleanupTask> logger
) : PeriodicTask(TimeSpan.FromSeconds(20), scopes, clock, logger)
{
    protected override async Task RunAsync(IServiceProvider services, CancellationToken ct)
    {
        await TryAsync(SendAsync(services, new RemoveExpiredRooms(), ct), ct);
        await TryAsync(services.GetRequiredService<IParticipantNameHolds>().SweepAsync(ct), ct);
        await TryAsync(services.GetRequiredService<IMeetingEventInbox>().SweepAsync(ct), ct);
        await TryAsync(services.GetRequiredService<IWebhookOutbox>().SweepAsync(ct), ct);
    }

    /// <summary>One that fails does not keep the others from being done.</summary>
    private async Task TryAsync(Task task, CancellationToken ct)
    {
        try
        {
            await task;
        }
        catch (Exception failed) when (!ct.IsCancellationRequested)
        {
            LogFailed(failed);
        }
    }

    [LoggerMessage(LogLevel.Error, "A part of the cleanup failed")]
    private partial void LogFailed(Exception exception);
}
