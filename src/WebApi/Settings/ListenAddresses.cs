using System.Globalization;
using System.Net;
using System.Net.Sockets;
using OpenViduMeet.Infrastructure.Settings;

namespace OpenViduMeet.WebApi.Settings;

/// <summary>Checks the addresses that the server listens on.</summary>
internal static class ListenAddresses
{
    private const string Rule =
        "--urls must be URLs such as http://localhost:6080 or http://*:6080, separated by semicolons";

    /// <summary>
    /// Tries every address before anything is changed: a server that cannot listen must not apply its settings beside the server that uses
    /// the port. Another program can still take the port before this server listens.
    /// </summary>
    /// <exception cref="StartException">An address cannot be used.</exception>
    public static void ThrowIfUnusable(IConfiguration configuration)
    {
        var urls = configuration[WebHostDefaults.ServerUrlsKey] ?? "";
        var addresses = urls.Split(';', StringSplitOptions.RemoveEmptyEntries)
            .Select(url => Read(url, configuration))
            .ToList();
        if (addresses.Count == 0)
            throw new StartException(Rule);

        // The sockets stay open until all addresses were tried. So an address that is given twice is found.
        var listening = new List<Socket>();
        try
        {
            foreach (var address in addresses)
                listening.AddRange(EndPointsOf(address).Select(Listen).OfType<Socket>());
        }
        finally
        {
            foreach (var socket in listening)
                Close(socket);
        }
    }

    public static string Taken(string what) =>
        $"SERVER_PORT (Server:Port), --urls or MEET_METRICS_PORT (Telemetry:MetricsPort) must name a port that no other program uses: {what}";

    public static string FaultOf(SocketException failed, string what) =>
        failed.SocketErrorCode switch
        {
            SocketError.AddressAlreadyInUse => Taken(what),
            SocketError.AccessDenied =>
                $"SERVER_PORT (Server:Port), or --urls, must name a port that this user may use: {what}",
            _ => $"SERVER_PORT (Server:Port), or --urls, cannot be used: {what} ({failed.Message})",
        };

    /// <summary>The host of the first URL, in the form of a URL. URLs that cannot be read are refused later.</summary>
    public static string HostOf(string urls)
    {
        try
        {
            var first = BindingAddress.Parse(urls.Split(';')[0]);
            return first.IsUnixPipe ? "localhost" : first.Host;
        }
        catch (FormatException)
        {
            return "localhost";
        }
    }

    private static BindingAddress Read(string url, IConfiguration configuration)
    {
        var address = Parse(url);
        var isHttps = Is(address.Scheme, Uri.UriSchemeHttps);
        if (!isHttps && !Is(address.Scheme, Uri.UriSchemeHttp))
            throw new StartException(Rule);
        if (isHttps && !configuration.GetSection("Kestrel:Certificates:Default").Exists())
            throw new StartException(
                "--urls must begin with http://, because the server has no certificate: let a reverse proxy handle TLS, or set Kestrel:Certificates:Default"
            );
        if (address.PathBase.Length > 0)
            throw new StartException("--urls must be URLs without a path");
        if (!address.IsUnixPipe)
            CheckHostAndPort(address);
        return address;
    }

    private static BindingAddress Parse(string url)
    {
        try
        {
            return BindingAddress.Parse(url);
        }
        catch (FormatException)
        {
            throw new StartException(Rule);
        }
    }

    private static void CheckHostAndPort(BindingAddress address)
    {
        // Kestrel would listen on all addresses for any other name.
        if (
            address.Host is not ("*" or "+")
            && !IsLocalhost(address)
            && !IPAddress.TryParse(address.Host, out _)
        )
            throw new StartException(
                "--urls must name an IP address, localhost, or * for all addresses: the server cannot listen on another host name"
            );
        if (address.Port is < IPEndPoint.MinPort or > IPEndPoint.MaxPort)
            throw new StartException(
                $"--urls must have a port from {IPEndPoint.MinPort} to {IPEndPoint.MaxPort}"
            );
        if (address.Port == 0 && IsLocalhost(address))
            throw new StartException(
                "--urls cannot have port 0 with localhost: http://127.0.0.1:0 lets the system choose a port"
            );
    }

    /// <summary>Returns the end points on which Kestrel listens. The system chooses port 0 itself, so that it need not be tried.</summary>
    private static EndPoint[] EndPointsOf(BindingAddress address)
    {
        if (address.IsUnixPipe)
            return [UnixSocketAt(address.UnixPipePath)];
        if (address.Port == 0)
            return [];
        IPAddress[] hosts =
            IPAddress.TryParse(address.Host, out var one) ? [one]
            : IsLocalhost(address) ? [IPAddress.Loopback, IPAddress.IPv6Loopback]
            : [IPAddress.Any, IPAddress.IPv6Any];
        return [.. hosts.Select(host => new IPEndPoint(host, address.Port))];
    }

    private static UnixDomainSocketEndPoint UnixSocketAt(string path)
    {
        try
        {
            return new UnixDomainSocketEndPoint(path);
        }
        catch (ArgumentException)
        {
            throw new StartException("--urls must name a Unix socket with a shorter path");
        }
    }

    /// <returns>The listening socket, or <see langword="null"/> on a machine without IPv6, which listens on the other addresses.</returns>
    private static Socket? Listen(EndPoint endPoint)
    {
        var isUnix = endPoint is UnixDomainSocketEndPoint;
        Socket? socket = null;
        try
        {
            socket = new Socket(
                endPoint.AddressFamily,
                SocketType.Stream,
                isUnix ? ProtocolType.Unspecified : ProtocolType.Tcp
            );
            socket.Bind(endPoint);
            socket.Listen();
            return socket;
        }
        catch (SocketException failed)
        {
            socket?.Dispose();
            if (IsForLackOfIPv6(failed, endPoint))
                return null;
            throw new StartException(
                endPoint is IPEndPoint { Port: var port }
                    ? FaultOf(failed, port.ToString(CultureInfo.InvariantCulture))
                    : $"--urls must name a Unix socket that the server can create: {endPoint} ({failed.Message})"
            );
        }
    }

    private static bool IsForLackOfIPv6(SocketException failed, EndPoint endPoint) =>
        failed.SocketErrorCode
            is SocketError.AddressNotAvailable
                or SocketError.AddressFamilyNotSupported
        && endPoint is IPEndPoint { Address: var address }
        && (address.Equals(IPAddress.IPv6Loopback) || address.Equals(IPAddress.IPv6Any));

    private static void Close(Socket socket)
    {
        var endPoint = socket.LocalEndPoint;
        socket.Dispose();
        if (endPoint is UnixDomainSocketEndPoint)
            File.Delete(endPoint.ToString()!);
    }

    private static bool IsLocalhost(BindingAddress address) => Is(address.Host, "localhost");

    private static bool Is(string text, string expected) =>
        string.Equals(text, expected, StringComparison.OrdinalIgnoreCase);
}
