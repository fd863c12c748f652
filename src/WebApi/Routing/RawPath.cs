using Microsoft.AspNetCore.Http.Features;

namespace OpenViduMeet.WebApi.Routing;

internal static class RawPath
{
    /// <summary>
    /// Returns the last segment of the path, fully decoded. A route value is not: routing keeps <c>%2F</c>, which then cannot be
    /// distinguished from <c>%252F</c>.
    /// </summary>
    public static string LastSegment(HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var path = target.Split('?', 2)[0].TrimEnd('/');
        return Uri.UnescapeDataString(path[(path.LastIndexOf('/') + 1)..]);
    }
}
