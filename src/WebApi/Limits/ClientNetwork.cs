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
        var plain = address.Unmap();
        if (plain.AddressFamily != AddressFamily.InterNetworkV6)
            return plain;

        var bytes = plain.GetAddressBytes();
        bytes.AsSpan(IPv6PrefixBytes).Clear();
        return new IPAddress(bytes);
    }
}
