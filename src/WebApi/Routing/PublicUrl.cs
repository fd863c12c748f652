using OpenViduMeet.WebApi.Settings;

namespace OpenViduMeet.WebApi.Routing;

/// <summary>The URL by which clients know this server.</summary>
internal sealed class PublicUrl(ServerOptions server)
{
    /// <summary>The configured URL, or the server's own as far as it knows itself: for where no request tells more.</summary>
    public string Default => server.BaseUrl ?? $"http://localhost:{server.Port}";

    /// <summary>The configured URL, or the request's own where it names a host that is ours: anybody can send any Host header.</summary>
    public string Of(HttpRequest request)
    {
        if (server.BaseUrl is { } configured)
            return configured;
        return IsAllowed(request) ? $"{request.Scheme}://{request.Host}" : Default;
    }

    /// <summary>Whether the request names this server as it is configured to be called.</summary>
    public bool IsNamedBy(HttpRequest request) =>
        server.BaseUrl is { } configured
            ? new Uri(configured).Host.Equals(request.Host.Host, StringComparison.OrdinalIgnoreCase)
            : IsAllowed(request);

    private bool IsAllowed(HttpRequest request) =>
        server.AllowedHosts.Contains(request.Host.Host, StringComparer.OrdinalIgnoreCase);
}
