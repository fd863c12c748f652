using OpenViduMeet.Infrastructure.Outside;

namespace OpenViduMeet.WebApi;

/// <summary>Starts the time limit of each request for its outside calls.</summary>
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
