using OpenViduMeet.WebApi.Routing;

namespace OpenViduMeet.WebApi;

/// <summary>
/// Keeps the APIs' responses out of every cache, because they contain tokens, secrets of rooms and private data. A response that sets its
/// own cache header, such as a recording's media, is left unchanged.
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
