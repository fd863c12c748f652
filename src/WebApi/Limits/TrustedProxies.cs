using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using IPNetwork = System.Net.IPNetwork;

namespace OpenViduMeet.WebApi.Limits;

/// <summary>The reverse proxies whose forwarded headers are trusted.</summary>
/// <param name="proxies">Addresses and networks (CIDR). Invalid ones are ignored here: the server does not start with them.</param>
public sealed class TrustedProxies(IEnumerable<string> proxies)
{
    private readonly List<IPNetwork> _networks = [.. proxies.Select(Parse).OfType<IPNetwork>()];

    public static bool CanRead(string proxy) => Parse(proxy) is not null;

    public bool Contains(IPAddress address)
    {
        var plain = address.Unmap();
        return _networks.Exists(network => network.Contains(plain));
    }

    /// <summary>
    /// Trusts the forwarded headers from the right, up to the first address that is not a trusted proxy. Without trusted proxies no header
    /// is trusted, even with the framework's own switch (<c>ASPNETCORE_FORWARDEDHEADERS_ENABLED</c>), which trusts every sender.
    /// </summary>
    public void Configure(ForwardedHeadersOptions options)
    {
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        options.ForwardLimit = null;
        options.ForwardedHeaders =
            _networks.Count == 0
                ? ForwardedHeaders.None
                : ForwardedHeaders.XForwardedFor
                    | ForwardedHeaders.XForwardedProto
                    | ForwardedHeaders.XForwardedHost;
        foreach (var network in _networks)
            options.KnownIPNetworks.Add(network);
    }

    private static IPNetwork? Parse(string text)
    {
        if (IPAddress.TryParse(text, out var address))
        {
            var plain = address.Unmap();
            return new IPNetwork(plain, plain.GetAddressBytes().Length * 8);
        }

        return IPNetwork.TryParse(text, out var network) && network.PrefixLength > 0
            ? network
            : null;
    }
}
