using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using OpenViduMeet.Domain.Security;

namespace OpenViduMeet.WebApi.Limits;

/// <summary>The limits for clients: sizes, times and the number of connections.</summary>
internal static class ServerLimits
{
    /// <summary>The largest event of LiveKit. What events say about a recording or a participant is much smaller.</summary>
    public const long LiveKitEventBytes = 1024 * 1024;

    /// <summary>The largest body of any other request.</summary>
    public const long BodyBytes = 64 * 1024;

    private const int HeaderBytes = 16 * 1024;

    /// <summary>
    /// How much unread input is buffered for each connection, such as requests that a client sends while it still receives a recording.
    /// <see cref="KestrelServerLimits.MaxRequestBufferSize"/> has no effect on HTTP/1.1.
    /// </summary>
    public const int RequestBufferBytes = 64 * 1024;

    /// <summary>How much unsent output is buffered for each connection. Further bytes wait in the socket's buffer.</summary>
    public const int ResponseBufferBytes = 16 * 1024;

    private static readonly TimeSpan HeadersTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Longer than a proxy keeps an idle connection (nginx: 60 s), so that the proxy closes it.</summary>
    private static readonly TimeSpan KeepAliveTimeout = TimeSpan.FromSeconds(75);

    public static void AddServerLimits(this WebApplicationBuilder builder, TrustedProxies proxies)
    {
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            var limits = kestrel.Limits;
            limits.MaxRequestBodySize = BodyBytes;
            limits.MaxRequestHeadersTotalSize = HeaderBytes;
            limits.RequestHeadersTimeout = HeadersTimeout;
            limits.KeepAliveTimeout = KeepAliveTimeout;
            // One request at a time on each connection. The proxy handles HTTP/2 and TLS.
            kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = HttpProtocols.Http1);
        });
        builder
            .Services.AddSingleton(proxies)
            .AddSingleton(_ => ConnectionLimits.OfProcess(proxies))
            .AddSingleton<IConnectionListenerFactory>(services => new LimitedListenerFactory(
                ActivatorUtilities.CreateInstance<SocketTransportFactory>(services),
                services.GetRequiredService<ConnectionLimits>()
            ))
            .Configure<SocketTransportOptions>(sockets =>
            {
                sockets.MaxReadBufferSize = RequestBufferBytes;
                sockets.MaxWriteBufferSize = ResponseBufferBytes;
            })
            .PostConfigure<ForwardedHeadersOptions>(proxies.Configure)
            .AddHttpContextAccessor()
            .AddScoped<IClientAddress, ClientAddress>();
    }
}
