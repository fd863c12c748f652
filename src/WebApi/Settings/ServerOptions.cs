using OpenViduMeet.Infrastructure.Settings;
using OpenViduMeet.WebApi.Logging;

namespace OpenViduMeet.WebApi.Settings;

/// <summary>How the server is reached.</summary>
public sealed class ServerOptions : IMeetOptions
{
    public static string Section => "Server";

    public int Port { get; init; } = 6080;

    /// <summary>
    /// Origins of other sites whose pages may call the API, or <c>*</c> for all sites, then without cookies. They are compared as text with
    /// what browsers send, so another spelling never matches.
    /// </summary>
    public IReadOnlyList<string> CorsOrigins { get; init; } = [];

    /// <summary>The public URL without a trailing slash, or <see langword="null"/> to take it from the request.</summary>
    public string? BaseUrl { get; init; }

    /// <summary>Hosts that a request's Host header may name if <see cref="BaseUrl"/> is not set.</summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    /// <summary>Addresses and networks (CIDR) of the trusted reverse proxies.</summary>
    public IReadOnlyList<string> TrustedProxies { get; init; } = [];

    /// <summary>
    /// How long a server that is told to stop still serves new requests, so that load balancers can see that it is not ready.
    /// </summary>
    public TimeSpan DrainDelay { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Whether to import the rooms and recordings that an OpenVidu Meet installation left in the store, before serving.</summary>
    public bool ImportOnStart { get; init; }

    public LogLevel LogLevel { get; init; } = LogLevel.Information;

    public LogFormat LogFormat { get; init; } = LogFormat.Text;

    public void Validate(OptionsFaults faults)
    {
        if (CorsOrigins is not ["*"] && !CorsOrigins.All(WebOrigin.IsAsSent))
            faults.Add(
                nameof(CorsOrigins),
                "must be origins as browsers send them, such as https://app.example.com or http://localhost:4200: in lower case, without a path, a slash at the end or the scheme's own port, and with an international host written in ASCII (xn--...); or * alone"
            );
        if (!AllowedHosts.All(WebOrigin.IsHost))
            faults.Add(
                nameof(AllowedHosts),
                "must be host names or addresses, without a scheme or port, IPv6 in brackets, and an international host written in ASCII (xn--...)"
            );
        if (!TrustedProxies.All(Limits.TrustedProxies.CanRead))
            faults.Add(
                nameof(TrustedProxies),
                "must be addresses such as 192.0.2.1 and networks such as 10.0.0.0/8, separated by commas; all addresses (/0) are not allowed"
            );
    }
}
