using OpenViduMeet.Infrastructure.Outside;

namespace OpenViduMeet.WebApi;

/// <summary>Gives each request its time for calls to the outside.</summary>
internal static class RequestTimes
{
    public static void UseRequestTime(this WebApplication app) =>
        app.Use(
            async (context, next) =>
            {
                RequestTime.Begin();
                await next(context);
            }
        );
}
