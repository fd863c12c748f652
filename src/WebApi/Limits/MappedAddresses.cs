using System.Net;

namespace OpenViduMeet.WebApi.Limits;

internal static class MappedAddresses
{
    /// <summary>
    /// Returns the IPv4 address in an IPv4-mapped IPv6 address (RFC 4291 §2.5.5.2), as which a socket for both protocols shows IPv4 clients.
    /// Returns any other address itself.
    /// </summary>
    public static IPAddress Unmap(this IPAddress address) =>
        address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
