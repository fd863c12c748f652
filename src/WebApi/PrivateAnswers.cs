using OpenViduMeet.WebApi.Routing;

namespace OpenViduMeet.WebApi;

/// <summary>
/// Keeps the APIs' answers out of every cache: they hold tokens, the secrets of rooms, and what only the caller may know. An answer
/// that says itself how it may be kept, such as a recording's media, is left alone.
/// </summary>
internal static class PrivateAnswers
{
    public static void UsePrivateAnswers(this WebApplication app) =>
        app.Use(
            (context, next) =>
            {
                if (ApiPaths.IsApi(context.Request.Path))
                    context.Response.OnStarting(SetHeaders, context.Response);
                return next(context);
            }
        );

    private static Task SetHeaders(object state)
    {
        var headers = ((HttpResponse)state).Headers;
        headers.XContentTypeOptions = "nosniff";
        if (headers.CacheControl.Count == 0)
            headers.CacheControl = "no-store";
        return Task.CompletedTask;
    }
}
