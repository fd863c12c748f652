using System.Globalization;
using System.Net;
using System.Net.Sockets;
using OpenViduMeet.Infrastructure.Settings;

namespace OpenViduMeet.WebApi.Settings;

/// <summary>Checks the addresses that the server listens on.</summary>
internal static class ListenAddresses
{
    /// <summary>
    /// Tries every address before anything is changed: a server that cannot listen must not apply its settings beside the server that uses
    /// the port. Another program can still take the port before this server listens.
    /// </summary>
    /// <exception cref="StartException">An address cannot be used.</exception>
    public static void ThrowIfUnusable(string? urls)
    {
        foreach (var url in (urls ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            var address = Parse(url);
            if (address.IsUnixPipe || address.IsNamedPipe || address.Port == 0)
                continue;
            foreach (var ip in AddressesOf(address.Host))
                Try(new IPEndPoint(ip, address.Port));
        }
    }

    public static string Taken(string what) =>
        $"SERVER_PORT (Server:Port), or --urls, must name a port that no other program uses: {what}";

    public static string FaultOf(SocketException failed, string what) =>
        failed.SocketErrorCode switch
        {
            SocketError.AddressAlreadyInUse => Taken(what),
            SocketError.AccessDenied =>
                $"SERVER_PORT (Server:Port), or --urls, must name a port that this user may use: {what}",
            _ => $"SERVER_PORT (Server:Port), or --urls, cannot be used: {what} ({failed.Message})",
        };

    private static BindingAddress Parse(string url)
    {
        try
        {
            return BindingAddress.Parse(url);
        }
        catch (FormatException)
        {
            throw new StartException(
                "--urls must be URLs such as http://localhost:6080 or http://*:6080, separated by semicolons"
            );
        }
    }

    private static void Try(IPEndPoint endPoint)
    {
        try
        {
            using var socket = new Socket(
                endPoint.AddressFamily,
                SocketType.Stream,
                ProtocolType.Tcp
            );
            socket.Bind(endPoint);
            socket.Listen();
        }
        catch (SocketException failed)
        {
            // A machine without IPv6 listens on the other addresses.
            if (
                failed.SocketErrorCode
                    is SocketError.AddressNotAvailable
                        or SocketError.AddressFamilyNotSupported
                && endPoint.AddressFamily == AddressFamily.InterNetworkV6
            )
                return;
            throw new StartException(
                FaultOf(failed, endPoint.Port.ToString(CultureInfo.InvariantCulture))
            );
        }
    }

    /// <summary>Returns the addresses that Kestrel uses for a host: any name except <c>localhost</c> means all addresses.</summary>
    private static IPAddress[] AddressesOf(string host)
    {
        if (string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase))
            return [IPAddress.Loopback, IPAddress.IPv6Loopback];
        return IPAddress.TryParse(host, out var address)
            ? [address]
            : [IPAddress.IPv6Any, IPAddress.Any];
    }
}
