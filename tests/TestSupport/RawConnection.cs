using System.Net;
using System.Net.Sockets;
using System.Text;

namespace OpenViduMeet.TestSupport;

/// <summary>A client that writes what it likes, byte for byte, and leaves off where it likes.</summary>
public sealed class RawConnection : IDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    private readonly Socket _socket;

    private RawConnection(Socket socket) => _socket = socket;

    /// <param name="from">Another address of the loopback (127.0.0.0/8) than the usual one.</param>
    /// <param name="receiveBuffer">How many bytes the system takes for a client that does not read.</param>
    public static async Task<RawConnection> OpenAsync(
        Uri address,
        string from = "127.0.0.1",
        int? receiveBuffer = null
    )
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        if (receiveBuffer is { } size)
            socket.ReceiveBufferSize = size;
        socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, address.Port);
        }
        catch (SocketException closed) when (IsClosed(closed))
        {
            // Whoever reads is told.
        }

        return new RawConnection(socket);
    }

    public async Task SendAsync(string text)
    {
        try
        {
            await _socket.SendAsync(Encoding.UTF8.GetBytes(text), SocketFlags.None);
        }
        catch (SocketException closed) when (IsClosed(closed))
        {
            // Whoever reads is told.
        }
    }

    /// <returns>What has arrived once it holds a text, or until the server has closed the connection.</returns>
    public async Task<string> ReadUntilAsync(string wanted)
    {
        var read = new StringBuilder();
        while (!read.ToString().Contains(wanted, StringComparison.Ordinal))
        {
            if (await ReadAsync() is not { Length: > 0 } more)
                break;
            read.Append(Encoding.Latin1.GetString(more));
        }

        return read.ToString();
    }

    /// <returns>All that still arrives until the server closes the connection.</returns>
    public async Task<long> CountUntilClosedAsync()
    {
        var count = 0L;
        while (await ReadAsync() is { Length: > 0 } more)
            count += more.Length;
        return count;
    }

    public void Dispose() => _socket.Dispose();

    private static bool IsClosed(SocketException failed) =>
        failed.SocketErrorCode
            is SocketError.ConnectionReset
                or SocketError.Shutdown
                or SocketError.NotConnected;

    /// <returns>What has arrived; nothing if the server has closed the connection.</returns>
    private async Task<byte[]> ReadAsync()
    {
        using var bound = new CancellationTokenSource(Bound);
        var buffer = new byte[64 * 1024];
        try
        {
            var count = await _socket.ReceiveAsync(buffer, SocketFlags.None, bound.Token);
            return buffer[..count];
        }
        catch (SocketException closed) when (IsClosed(closed))
        {
            return [];
        }
    }
}
