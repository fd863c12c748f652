using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using IPNetwork = System.Net.IPNetwork;

namespace OpenViduMeet.WebApi.Limits;

/// <summary>The reverse proxies whose word counts for where a request comes from and how it was sent.</summary>
/// <param name="proxies">Addresses and networks (CIDR). What cannot be read is left out: the start is refused with it.</param>
public sealed class TrustedProxies(IEnumerable<string> proxies)
{
    private readonly List<IPNetwork> _networks = [.. proxies.Select(Parse).OfType<IPNetwork>()];

    public static bool CanRead(string proxy) => Parse(proxy) is not null;

    public bool Contains(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return _networks.Exists(network => network.Contains(plain));
    }

    /// <summary>
    /// Believes the headers of trusted proxies, from the right, up to the first address that is none of them. Without trusted proxies
    /// nothing is believed, not even where the framework's own switch (<c>ASPNETCORE_FORWARDEDHEADERS_ENABLED</c>) is set, since it
    /// trusts everybody.
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
            var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
            return new IPNetwork(plain, plain.GetAddressBytes().Length * 8);
        }

        return IPNetwork.TryParse(text, out var network) && network.PrefixLength > 0
            ? network
            : null;
    }
}
