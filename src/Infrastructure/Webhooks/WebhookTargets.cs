using System.Net;
using System.Net.Sockets;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Webhooks;
using OpenViduMeet.Infrastructure.Outside;

namespace OpenViduMeet.Infrastructure.Webhooks;

/// <summary>
/// Keeps webhooks away from addresses that only this machine can reach. A name is resolved once for each connection, and the connection
/// uses a checked address, so that a name cannot resolve to another address after the check (DNS rebinding).
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

    /// <returns><see cref="WebhookErrors.WrongUrl"/> if the address is not allowed.</returns>
    public static Result Check(IPAddress address, bool allowPrivate) =>
        TargetAddress.ScopeOf(address) switch
        {
            TargetScope.Public => Result.Ok,
            TargetScope.Private when allowPrivate => Result.Ok,
            TargetScope.Private => WebhookErrors.WrongUrl(Private),
            _ => WebhookErrors.WrongUrl(Forbidden),
        };

    /// <summary>
    /// Finds the addresses of a host. One address that is not allowed refuses the host, because a mixture indicates an attack.
    /// </summary>
    /// <returns>At least one address, or <see cref="WebhookErrors.WrongUrl"/> if the host is not allowed.</returns>
    public async Task<Result<IPAddress[]>> FindAsync(string host, CancellationToken ct)
    {
        // An address is not resolved, because the resolver does not accept every address.
        var addresses = IPAddress.TryParse(host, out var address)
            ? [address]
            : await BoundedCall.RunAsync(
                bounded => ResolveAsync(host, bounded),
                _ => [],
                ct,
                LookupTimeout,
                clock
            );
        if (addresses.Length == 0)
            return WebhookErrors.WrongUrl(Unknown);

        var refused = addresses
            .Select(address => Check(address, options.AllowPrivate))
            .FirstOrDefault(check => check.IsFailure);
        return refused is { Error: { } error } ? error : addresses;
    }

    /// <summary>For <see cref="SocketsHttpHandler.ConnectCallback"/>.</summary>
    public async ValueTask<Stream> ConnectAsync(
        SocketsHttpConnectionContext context,
        CancellationToken ct
    )
    {
        var found = await FindAsync(context.DnsEndPoint.Host, ct);
        if (found.IsFailure)
            throw new RefusedTargetException(found.Error.Details[0].Message);

        var addresses = found.Value;
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

    private async Task<IPAddress[]> ResolveAsync(string host, CancellationToken ct)
    {
        try
        {
            // Some systems' resolvers ignore the token.
            return await resolver.ResolveAsync(host, ct).WaitAsync(ct);
        }
        catch (ArgumentException)
        {
            // The name is too long.
            return [];
        }
    }
}

/// <summary>
/// The target is not allowed. It is an exception because <see cref="SocketsHttpHandler.ConnectCallback"/> can fail in no other way.
/// </summary>
internal sealed class RefusedTargetException(string fault) : IOException(fault);
