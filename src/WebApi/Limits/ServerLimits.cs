using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using OpenViduMeet.Domain.Security;

namespace OpenViduMeet.WebApi.Limits;

/// <summary>What strangers may ask of the server: how much, for how long, and how many at once.</summary>
internal static class ServerLimits
{
    /// <summary>Of an event that LiveKit has signed: what it tells of a recording or a participant stays well below.</summary>
    public const long LiveKitEventBytes = 1024 * 1024;

    /// <summary>
    /// How long requests under way have once the server is told to stop. Then their connections are cut: a player goes on with a new
    /// range. The container's <c>stop_grace_period</c> must be longer.
    /// </summary>
    public static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(10);

    /// <summary>Of a body, everywhere else.</summary>
    private const long BodyBytes = 64 * 1024;

    private const int HeaderBytes = 16 * 1024;

    /// <summary>What Kestrel itself keeps of what comes in, and nobody has read yet, for each connection.</summary>
    private const int RequestBufferBytes = 64 * 1024;

    /// <summary>Bytes beyond this limit wait in the socket's buffer.</summary>
    private const int ResponseBufferBytes = 16 * 1024;

    private static readonly TimeSpan HeadersTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Longer than a proxy keeps a connection that it does not use (nginx: 60 s), so that it is the one who closes it.</summary>
    private static readonly TimeSpan KeepAliveTimeout = TimeSpan.FromSeconds(75);

    public static void AddServerLimits(this WebApplicationBuilder builder, TrustedProxies proxies)
    {
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            var limits = kestrel.Limits;
            limits.MaxRequestBodySize = BodyBytes;
            limits.MaxRequestHeadersTotalSize = HeaderBytes;
            limits.MaxRequestBufferSize = RequestBufferBytes;
            limits.MaxResponseBufferSize = ResponseBufferBytes;
            limits.RequestHeadersTimeout = HeadersTimeout;
            limits.KeepAliveTimeout = KeepAliveTimeout;
            // One request at a time on a connection: HTTP/2 is the proxy's, as TLS is.
            kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = HttpProtocols.Http1);
        });
        builder
            .Services.AddSingleton(proxies)
            .AddSingleton(_ => ConnectionLimits.OfProcess(proxies))
            .AddSingleton<IConnectionListenerFactory>(services => new LimitedListenerFactory(
                ActivatorUtilities.CreateInstance<SocketTransportFactory>(services),
                services.GetRequiredService<ConnectionLimits>()
            ))
            .PostConfigure<ForwardedHeadersOptions>(proxies.Configure)
            .AddHttpContextAccessor()
            .AddScoped<IClientAddress, ClientAddress>()
            .Configure<HostOptions>(host =>
            {
                host.ShutdownTimeout = DrainTime;
                // At once, and not after the last request: all of them have the same time.
                host.ServicesStopConcurrently = true;
            });
    }
}
