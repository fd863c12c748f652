using Microsoft.AspNetCore.Http.Features;

namespace OpenViduMeet.WebApi.Routing;

internal static class RawPath
{
    /// <summary>
    /// The last segment of the path, fully decoded. A route value is not: routing leaves <c>%2F</c> as it is, so that it cannot
    /// be told from a <c>%252F</c>.
    /// </summary>
    public static string LastSegment(HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var path = target.Split('?', 2)[0].TrimEnd('/');
        return Uri.UnescapeDataString(path[(path.LastIndexOf('/') + 1)..]);
    }
}
