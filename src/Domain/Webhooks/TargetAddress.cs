using System.Net;
using System.Net.Sockets;

namespace OpenViduMeet.Domain.Webhooks;

/// <summary>Who can be reached at an address, and so whether an administrator may have it called.</summary>
public enum TargetScope
{
    /// <summary>Anybody on the Internet.</summary>
    Public,

    /// <summary>This machine or its own network: called only where the installation allows it.</summary>
    Private,

    /// <summary>Nobody who receives webhooks: several at once, nobody at all, or a cloud's metadata with its credentials.</summary>
    Forbidden,
}

/// <summary>Tells addresses apart by the IANA registries of special purpose (RFC 6890 and what has been added since).</summary>
public static class TargetAddress
{
    /// <summary>The first that fits holds.</summary>
    private static readonly (IPNetwork Network, TargetScope Scope)[] Version4 =
    [
        (IPNetwork.Parse("0.0.0.0/8"), TargetScope.Forbidden),
        (IPNetwork.Parse("10.0.0.0/8"), TargetScope.Private),
        // Metadata: of AWS, Azure and Google, of the tasks of AWS, of Alibaba (which is within the carriers' own addresses).
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

    /// <summary>Ways to write an IPv4 address as an IPv6 address, and the byte with which it begins there.</summary>
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

        // Without its zone, which no network has.
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

    /// <summary>Bit by bit: <see cref="IPNetwork.Contains"/> takes a mapped IPv6 address for the IPv4 address in it.</summary>
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
