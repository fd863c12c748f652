using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace OpenViduMeet.TestSupport;

/// <summary>Ports for servers that are stopped and started again at the same address.</summary>
public static class FreePort
{
    /// <summary>
    /// Finds a port below those that outgoing connections get (from 32768 on Linux), so that none of them takes the port while the
    /// server is stopped.
    /// </summary>
    public static int Find()
    {
        while (true)
        {
            var port = RandomNumberGenerator.GetInt32(12000, 32000);
            using var listener = new TcpListener(IPAddress.Loopback, port);
            try
            {
                listener.Start();
                return port;
            }
            catch (SocketException fault)
                when (fault.SocketErrorCode is SocketError.AddressAlreadyInUse)
            {
                // Another one is tried.
            }
        }
    }
}
