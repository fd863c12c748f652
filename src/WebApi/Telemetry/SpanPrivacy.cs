using System.Diagnostics;
using OpenTelemetry.Instrumentation.AspNetCore;
using OpenTelemetry.Instrumentation.Http;
using OpenViduMeet.WebApi.Routing;

namespace OpenViduMeet.WebApi.Telemetry;

/// <summary>
/// Keeps secrets out of traces. Links to recordings are secrets in paths, room links and OpenID Connect have secrets in queries, a
/// receiver's URL may be a secret as a whole, and signed URLs of S3 give access. So spans name the route or the server, and no URL.
/// </summary>
internal static class SpanPrivacy
{
    public static void Configure(AspNetCoreTraceInstrumentationOptions options)
    {
        options.Filter = IsWorthTracing;
        options.EnrichWithHttpRequest = (activity, _) => RemoveUrl(activity);
        options.EnrichWithHttpResponse = (activity, _) => RemoveUrl(activity);
    }

    public static void Configure(HttpClientTraceInstrumentationOptions options)
    {
        options.EnrichWithHttpRequestMessage = (activity, _) => RemoveUrl(activity);
        options.EnrichWithHttpResponseMessage = (activity, _) => RemoveUrl(activity);
    }

    private static bool IsWorthTracing(HttpContext context) =>
        !IsBelow(context, ApiPaths.Health) && !IsBelow(context, ApiPaths.Metrics);

    private static bool IsBelow(HttpContext context, string path) =>
        context.Request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase);

    private static void RemoveUrl(Activity activity)
    {
        activity.SetTag("url.path", null);
        activity.SetTag("url.query", null);
        activity.SetTag("url.full", null);
    }
}
