namespace OpenViduMeet.WebApi.Headers;

/// <summary>The headers with which browsers protect a page.</summary>
internal static class PageHeaders
{
    /// <param name="policy">The Content-Security-Policy: what the page may load and do.</param>
    public static void Protect(HttpResponse response, string policy)
    {
        response.Headers.ContentSecurityPolicy = policy;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";
    }
}
