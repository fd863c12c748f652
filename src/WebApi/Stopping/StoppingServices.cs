using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace OpenViduMeet.WebApi.Stopping;

internal static class StoppingServices
{
    public static IServiceCollection AddStopping(this IServiceCollection services)
    {
        services
            .AddOptions<SocketTransportOptions>()
            .Configure<ListenSockets>(
                (transport, sockets) => transport.CreateBoundListenSocket = sockets.Bind
            );
        return services
            .AddSingleton<ListenSockets>()
            .AddSingleton<ActiveRequests>()
            .Configure<HostOptions>(host =>
            {
                host.ShutdownTimeout = ServerStop.HostTime;
                // All services stop at the same time, because they share this time limit.
                host.ServicesStopConcurrently = true;
            });
    }
}
