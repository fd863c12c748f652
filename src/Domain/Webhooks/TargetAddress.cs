using System.Net;
using System.Net.Sockets;

namespace OpenViduMeet.Domain.Webhooks;

/// <summary>The scope of an address, which decides whether webhooks may be sent to it.</summary>
public enum TargetScope
{
    /// <summary>A host on the Internet.</summary>
    Public,

    /// <summary>This machine or its own network. Allowed only if the installation allows it.</summary>
    Private,

    /// <summary>
    /// Not an address of a receiver: multicast, reserved or unassigned, or a cloud's metadata service, which holds credentials.
    /// </summary>
    Forbidden,
}

/// <summary>Classifies addresses by the IANA special-purpose address registries (RFC 6890 and later entries).</summary>
public static class TargetAddress
{
    /// <summary>The first entry that contains the address decides.</summary>
    private static readonly (IPNetwork Network, TargetScope Scope)[] Version4 =
    [
        (IPNetwork.Parse("0.0.0.0/8"), TargetScope.Forbidden),
        (IPNetwork.Parse("10.0.0.0/8"), TargetScope.Private),
        // Metadata services: AWS, Azure and Google; AWS tasks; Alibaba (inside the shared address space 100.64.0.0/10).
        (IPNetwork.Parse("169.254.169.254/32"), TargetScope.Forbidden),
        (IPNetwork.Parse("169.254.170.0/24"), TargetScope.Forbidden),
        (IPNetwork.Parse("100.100.100.200/32"), TargetScope.Forbidden),
        (IPNetwork.Parse("100.64.0.0/10"), TargetScope.Private),
        (IPNetwork.Parse("127.0.0.0/8"), TargetScope.Private),
        (IPNetwork.Parse("169.254.0.0/16"), TargetScope.Private),
        (IPNetwork.Parse("172.16.0.0/12"), TargetScope.Private),
        (IPNetwork.Parse("192.0.0.0/24"), TargetScope.Forbidden),
        (IPNetwork.Parse("192.0.2.0/24"), TargetScope.Forbidden),
        (IPNetwork.Parse("192.88.99.0/24"), TargetScope.Forbidden),
        (IPNetwork.Parse("192.168.0.0/16"), TargetScope.Private),
        (IPNetwork.Parse("198.18.0.0/15"), TargetScope.Private),
        (IPNetwork.Parse("198.51.100.0/24"), TargetScope.Forbidden),
        (IPNetwork.Parse("203.0.113.0/24"), TargetScope.Forbidden),
        (IPNetwork.Parse("224.0.0.0/3"), TargetScope.Forbidden),
        (IPNetwork.Parse("0.0.0.0/0"), TargetScope.Public),
    ];

    private static readonly (IPNetwork Network, TargetScope Scope)[] Version6 =
    [
        (IPNetwork.Parse("::1/128"), TargetScope.Private),
        (IPNetwork.Parse("64:ff9b:1::/48"), TargetScope.Private),
        (IPNetwork.Parse("fd00:ec2::254/128"), TargetScope.Forbidden),
        (IPNetwork.Parse("fd20:ce::254/128"), TargetScope.Forbidden),
        (IPNetwork.Parse("fc00::/7"), TargetScope.Private),
        (IPNetwork.Parse("fe80::/10"), TargetScope.Private),
        (IPNetwork.Parse("fec0::/10"), TargetScope.Private),
        (IPNetwork.Parse("2001::/23"), TargetScope.Forbidden),
        (IPNetwork.Parse("2001:db8::/32"), TargetScope.Forbidden),
        (IPNetwork.Parse("3fff::/20"), TargetScope.Forbidden),
        (IPNetwork.Parse("2000::/3"), TargetScope.Public),
        (IPNetwork.Parse("::/0"), TargetScope.Forbidden),
    ];

    /// <summary>Networks whose IPv6 addresses hold an IPv4 address, and the byte at which it begins.</summary>
    private static readonly (IPNetwork Network, int Offset)[] Embeddings =
    [
        (IPNetwork.Parse("::ffff:0:0/96"), 12),
        (IPNetwork.Parse("::ffff:0:0:0/96"), 12),
        (IPNetwork.Parse("64:ff9b::/96"), 12),
        (IPNetwork.Parse("2002::/16"), 2),
    ];

    public static TargetScope ScopeOf(IPAddress address)
    {
        if (address.AddressFamily == AddressFamily.InterNetwork)
            return Find(Version4, address);

        // Without the zone index, which networks do not have.
        var bytes = address.GetAddressBytes();
        var plain = new IPAddress(bytes);
        foreach (var (network, offset) in Embeddings)
        {
            if (Contains(network, plain))
                return Find(Version4, new IPAddress(bytes.AsSpan(offset, 4)));
        }

        return Find(Version6, plain);
    }

    private static TargetScope Find(
        (IPNetwork Network, TargetScope Scope)[] table,
        IPAddress address
    ) => table.First(entry => Contains(entry.Network, address)).Scope;

    /// <summary>
    /// Compares bit by bit, because <see cref="IPNetwork.Contains"/> treats a mapped IPv6 address as the IPv4 address in it.
    /// </summary>
    private static bool Contains(IPNetwork network, IPAddress address)
    {
        var start = network.BaseAddress.GetAddressBytes();
        var bytes = address.GetAddressBytes();
        var whole = network.PrefixLength / 8;
        var rest = network.PrefixLength % 8;
        return bytes.AsSpan(0, whole).SequenceEqual(start.AsSpan(0, whole))
            && (rest == 0 || (bytes[whole] ^ start[whole]) >> (8 - rest) == 0);
    }
}
