using OpenViduMeet.WebApi.Settings;

namespace OpenViduMeet.WebApi.Routing;

/// <summary>The URL that clients use for this server.</summary>
internal sealed class PublicUrl(ServerOptions server)
{
    /// <summary>The configured URL, or one on localhost. It is used when no request names an allowed host.</summary>
    public string Default => server.BaseUrl ?? $"http://localhost:{server.Port}";

    /// <summary>
    /// Returns the configured URL, the request's own if it names an allowed host, or <see cref="Default"/>. Anybody can send any Host
    /// header.
    /// </summary>
    public string Of(HttpRequest request)
    {
        if (server.BaseUrl is { } configured)
            return configured;
        return IsAllowed(request) ? $"{request.Scheme}://{request.Host}" : Default;
    }

    /// <summary>Whether the request's host is the configured one, or an allowed one.</summary>
    public bool IsNamedBy(HttpRequest request) =>
        server.BaseUrl is { } configured
            ? new Uri(configured).Host.Equals(request.Host.Host, StringComparison.OrdinalIgnoreCase)
            : IsAllowed(request);

    private bool IsAllowed(HttpRequest request) =>
        server.AllowedHosts.Contains(request.Host.Host, StringComparer.OrdinalIgnoreCase);
}
