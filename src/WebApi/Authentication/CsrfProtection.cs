using OpenViduMeet.Infrastructure.Logging;
using OpenViduMeet.Infrastructure.Settings;
using OpenViduMeet.WebApi.Settings;

namespace OpenViduMeet.WebApi.Authentication;

/// <summary>
/// Refuses requests with a token cookie that change something, if a page of another site made a browser send them (cross-site request
/// forgery). Browsers say where a request comes from in <c>Sec-Fetch-Site</c> (Fetch Metadata) and <c>Origin</c> (Fetch standard), which
/// scripts cannot set. A request without both was not sent by a browser.
/// </summary>
internal sealed partial class CsrfProtection(
    RequestDelegate next,
    ServerOptions server,
    TimeProvider clock,
    ILogger<CsrfProtection> logger
)
{
    private const string FetchSite = "Sec-Fetch-Site";
    private const int LongestLoggedOrigin = 200;

    /// <summary>They are compared as text, as browsers send them. <c>*</c> in the settings allows none: it is not an origin.</summary>
    private readonly HashSet<string> _allowed =
    [
        .. server.CorsOrigins.Where(WebOrigin.IsAsSent),
        .. OriginOf(server.BaseUrl) is { } own ? [own] : Array.Empty<string>(),
    ];

    private readonly LogThrottle _refused = new(clock);

    public Task InvokeAsync(HttpContext http)
    {
        if (!ChangesSomething(http.Request) || !HasTokenCookie(http.Request) || IsOwn(http.Request))
            return next(http);

        Log(http.Request);
        http.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }

    private static bool ChangesSomething(HttpRequest request) =>
        !HttpMethods.IsGet(request.Method)
        && !HttpMethods.IsHead(request.Method)
        && !HttpMethods.IsOptions(request.Method);

    private static bool HasTokenCookie(HttpRequest request) =>
        TokenSource.All.Any(source => request.Cookies.ContainsKey(source.Cookie));

    private bool IsOwn(HttpRequest request)
    {
        var site = request.Headers[FetchSite];
        var origin = request.Headers.Origin;
        if (site is ["same-origin" or "none"])
            return true;
        return origin.Count == 0
            ? site.Count == 0
            : origin is [{ } from] && (_allowed.Contains(from) || from == OriginOf(request));
    }

    /// <summary>The origin that the client used: that of the request, or the one that a trusted proxy has forwarded.</summary>
    private static string? OriginOf(HttpRequest request) =>
        OriginOf($"{request.Scheme}://{request.Host.Value}");

    /// <returns>The URL's scheme, host and port, as browsers send them (RFC 6454 §6.2).</returns>
    private static string? OriginOf(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var parsed)
            ? parsed.GetLeftPart(UriPartial.Authority)
            : null;

    private void Log(HttpRequest request)
    {
        if (_refused.Count() is not { } count)
            return;
        var origin = request.Headers.Origin.ToString();
        LogRefused(count, origin.Length > LongestLoggedOrigin ? "a long text" : origin);
    }

    [LoggerMessage(
        LogLevel.Warning,
        "{Count} requests of other sites' pages with a token cookie were refused since the last message of this kind, the latest with the origin '{Origin}'. If it is this server's own, check MEET_BASE_URL and MEET_TRUSTED_PROXIES; if its pages may call the APIs, add it to SERVER_CORS_ORIGIN"
    )]
    private partial void LogRefused(int count, string origin);
}
