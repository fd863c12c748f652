using OpenViduMeet.Domain.Meetings;

namespace OpenViduMeet.WebApi;

/// <summary>Tells whether the server serves, which meeting server it uses, and what waits to be handled.</summary>
internal static class HealthEndpoint
{
    public static void MapHealth(this WebApplication app) =>
        app.MapGet(
                ApiPaths.Health,
                async (IMeetingServer meetings, IMeetingEventInbox inbox, CancellationToken ct) =>
                    new
                    {
                        Status = "ok",
                        MeetingServer = meetings.Description,
                        Events = await inbox.CountAsync(ct),
                    }
            )
            .ExcludeFromDescription();
}
