using System.Net;

namespace OpenViduMeet.Infrastructure.Webhooks;

/// <summary>Finds the addresses of hosts.</summary>
internal interface IHostResolver
{
    /// <summary>Finds the addresses of a host. Throws <see cref="System.Net.Sockets.SocketException"/> if the host is unknown.</summary>
    Task<IPAddress[]> ResolveAsync(string host, CancellationToken ct);
}

internal sealed class DnsResolver : IHostResolver
{
    public Task<IPAddress[]> ResolveAsync(string host, CancellationToken ct) =>
        Dns.GetHostAddressesAsync(host, ct);
}
