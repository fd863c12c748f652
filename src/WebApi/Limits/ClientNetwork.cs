using System.Net;
using System.Net.Sockets;

namespace OpenViduMeet.WebApi.Limits;

/// <summary>The address or network that limits count as one client.</summary>
internal static class ClientNetwork
{
    private const int IPv6PrefixBytes = 8;

    /// <summary>
    /// Returns an IPv4 address itself, and the /64 of an IPv6 address, because one client has a whole /64 at its disposal.
    /// </summary>
    public static IPAddress Of(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address;

        var bytes = address.GetAddressBytes();
        bytes.AsSpan(IPv6PrefixBytes).Clear();
        return new IPAddress(bytes);
    }
}
