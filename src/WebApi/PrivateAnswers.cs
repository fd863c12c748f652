using OpenViduMeet.WebApi.Routing;

namespace OpenViduMeet.WebApi;

/// <summary>
/// Keeps the APIs' responses out of every cache, because they contain tokens, secrets of rooms and private data. A response that sets its
/// own cache header, such as a recording's media, is left unchanged. What is watched through a link is kept by nobody: a revoked link must
/// not go on in a cache, and its secret must not reach another site as the referrer.
/// </summary>
internal static class PrivateAnswers
{
    public static void UsePrivateAnswers(this WebApplication app) =>
        app.Use(
            (context, next) =>
            {
                if (IsShared(context.Request.Path))
                    context.Response.OnStarting(SetHeadersOfShared, context.Response);
                else if (ApiPaths.IsApi(context.Request.Path))
                    context.Response.OnStarting(SetHeaders, context.Response);
                return next(context);
            }
        );

    private static bool IsShared(PathString path) =>
        path.StartsWithSegments(ApiPaths.SharedRecordings, StringComparison.OrdinalIgnoreCase);

    private static Task SetHeadersOfShared(object state)
    {
        var headers = ((HttpResponse)state).Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "private, no-store";
        headers["Referrer-Policy"] = "no-referrer";
        // Otherwise nginx receives the whole recording in advance, and goes on sending it after the link has ended.
        headers["X-Accel-Buffering"] = "no";
        return Task.CompletedTask;
    }

    private static Task SetHeaders(object state)
    {
        var headers = ((HttpResponse)state).Headers;
        headers.XContentTypeOptions = "nosniff";
        if (headers.CacheControl.Count == 0)
            headers.CacheControl = "no-store";
        return Task.CompletedTask;
    }
}
