using System.Net;

namespace OpenViduMeet.Infrastructure.Webhooks;

/// <summary>Finds the addresses of hosts.</summary>
internal interface IHostResolver
{
    /// <summary>Throws <see cref="System.Net.Sockets.SocketException"/> if the host is not known.</summary>
    Task<IPAddress[]> ResolveAsync(string host, CancellationToken ct);
}

internal sealed class DnsResolver : IHostResolver
{
    public Task<IPAddress[]> ResolveAsync(string host, CancellationToken ct) =>
        Dns.GetHostAddressesAsync(host, ct);
}
