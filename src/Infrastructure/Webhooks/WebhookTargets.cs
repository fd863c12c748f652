using System.Net;
using System.Net.Sockets;
using OpenViduMeet.Domain.Webhooks;
using OpenViduMeet.Infrastructure.Outside;

namespace OpenViduMeet.Infrastructure.Webhooks;

/// <summary>
/// Keeps webhooks away from what only this machine can reach. A name is looked up once for each connection, and the connection
/// goes to an address that was looked at: a name that leads elsewhere the second time leads nowhere.
/// </summary>
internal sealed class WebhookTargets(
    IHostResolver resolver,
    WebhookOptions options,
    TimeProvider clock
)
{
    private const string Unknown = "Must name a host that has an address.";
    private const string Private =
        "Must not lead to a private address, unless MEET_WEBHOOK_ALLOW_PRIVATE allows it.";
    private const string Forbidden = "Must not lead to an address of special use.";

    private static readonly TimeSpan LookupTimeout = TimeSpan.FromSeconds(3);

    /// <returns>Why an address must not be called, for people, or <see langword="null"/>.</returns>
    public static string? FaultOf(IPAddress address, bool allowPrivate) =>
        TargetAddress.ScopeOf(address) switch
        {
            TargetScope.Public => null,
            TargetScope.Private => allowPrivate ? null : Private,
            _ => Forbidden,
        };

    public async Task<string?> FindFaultAsync(Uri url, CancellationToken ct) =>
        (await LookUpAsync(url.IdnHost, ct)).Fault;

    /// <summary>For <see cref="SocketsHttpHandler.ConnectCallback"/>.</summary>
    public async ValueTask<Stream> ConnectAsync(
        SocketsHttpConnectionContext context,
        CancellationToken ct
    )
    {
        var (addresses, fault) = await LookUpAsync(context.DnsEndPoint.Host, ct);
        if (fault is not null)
            throw new RefusedTargetException(fault);

        for (var next = 0; ; next++)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(addresses[next], context.DnsEndPoint.Port, ct);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (SocketException) when (next < addresses.Length - 1)
            {
                socket.Dispose();
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }
    }

    /// <summary>One address that is refused refuses the host: a mixture is a trick.</summary>
    private async Task<(IPAddress[] Addresses, string? Fault)> LookUpAsync(
        string host,
        CancellationToken ct
    )
    {
        // An address is none to look up: the resolver does not take every one.
        var addresses = IPAddress.TryParse(host, out var address)
            ? [address]
            : await BoundedCall.RunAsync(
                bounded => ResolveAsync(host, bounded),
                _ => [],
                ct,
                LookupTimeout,
                clock
            );
        var fault = addresses
            .Select(address => FaultOf(address, options.AllowPrivate))
            .FirstOrDefault(fault => fault is not null);
        return (addresses, addresses.Length == 0 ? Unknown : fault);
    }

    private async Task<IPAddress[]> ResolveAsync(string host, CancellationToken ct)
    {
        try
        {
            // Some systems' resolvers do not heed the token.
            return await resolver.ResolveAsync(host, ct).WaitAsync(ct);
        }
        catch (ArgumentException)
        {
            // Too long for a name.
            return [];
        }
    }
}

/// <summary>The target must not be called.</summary>
internal sealed class RefusedTargetException(string fault) : IOException(fault);
