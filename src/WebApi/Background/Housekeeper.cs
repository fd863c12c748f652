using OpenViduMeet.Application.Rooms;
using OpenViduMeet.Domain.Meetings;
using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Webhooks;

namespace OpenViduMeet.WebApi.Background;

/// <summary>Removes what is over: rooms whose time has come, names that nobody holds any more, events long handled or told.</summary>
internal sealed class Housekeeper(
    IServiceScopeFactory scopes,
    TimeProvider clock,
    ILogger<Housekeeper> logger
) : PeriodicTask(TimeSpan.FromSeconds(20), scopes, clock, logger)
{
    protected override async Task RunAsync(IServiceProvider services, CancellationToken ct)
    {
        await SendAsync(services, new RemoveExpiredRooms(), ct);
        await services.GetRequiredService<IParticipantNameHolds>().SweepAsync(ct);
        await services.GetRequiredService<IMeetingEventInbox>().SweepAsync(ct);
        await services.GetRequiredService<IWebhookOutbox>().SweepAsync(ct);
    }
}
