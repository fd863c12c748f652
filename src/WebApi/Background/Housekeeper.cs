using OpenViduMeet.Application.Rooms;
using OpenViduMeet.Domain.Meetings;
using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Webhooks;

namespace OpenViduMeet.WebApi.Background;

/// <summary>Removes what is over: rooms whose time has come, names that nobody holds any more, events long handled or told.</summary>
internal sealed partial class Housekeeper(
    IServiceScopeFactory scopes,
    TimeProvider clock,
    ILogger<Housekeeper> logger
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

    [LoggerMessage(LogLevel.Error, "Some of the housekeeping failed")]
    private partial void LogFailed(Exception exception);
}
