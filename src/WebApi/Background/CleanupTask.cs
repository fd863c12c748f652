using OpenViduMeet.Application.Rooms;
using OpenViduMeet.Application.Work;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Audit;
using OpenViduMeet.Domain.Meetings;
using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Recordings.Links;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Security;
using OpenViduMeet.Domain.Webhooks;

namespace OpenViduMeet.WebApi.Background;

/// <summary>Removes expired rooms, unused reservations of names, links and sign-in sessions that have expired, old entries of the audit log, and old items of the queues.</summary>
internal sealed class CleanupTask(
    IServiceScopeFactory scopes,
    IndependentWork work,
    IHostApplicationLifetime lifetime,
    TimeProvider clock,
    ILogger<CleanupTask> logger
) : PeriodicTask(TimeSpan.FromSeconds(20), scopes, lifetime, clock, logger)
{
    protected override Task RunAsync(IServiceProvider services, CancellationToken ct) =>
        work.RunAllAsync(
            [
                token => SendAsync(services, new RemoveExpiredRooms(), token),
                token =>
                    Swept(services.GetRequiredService<IParticipantNameHolds>().SweepAsync(token)),
                token =>
                    Swept(
                        services.GetRequiredService<IRecordingLinkRepository>().SweepAsync(token)
                    ),
                token =>
                    Swept(
                        services.GetRequiredService<ISignInSessionRepository>().SweepAsync(token)
                    ),
                token => Swept(services.GetRequiredService<IAuditLog>().SweepAsync(token)),
                token => Swept(services.GetRequiredService<IGuessLimits>().SweepAsync(token)),
                token => Swept(services.GetRequiredService<IMeetingEventInbox>().SweepAsync(token)),
                token => Swept(services.GetRequiredService<IWebhookOutbox>().SweepAsync(token)),
            ],
            ct,
            nameof(CleanupTask)
        );

    private static async Task<Result> Swept(Task sweep)
    {
        await sweep;
        return Result.Ok;
    }
}
