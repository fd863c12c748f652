using System.Net;
using System.Net.Sockets;

namespace OpenViduMeet.WebApi.Limits;

/// <summary>What limits count as one client.</summary>
internal static class ClientNetwork
{
    private const int IPv6PrefixBytes = 8;

    /// <summary>The address of IPv4; of IPv6 the /64, all of which one client has at its disposal.</summary>
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
