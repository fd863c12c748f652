using System.Net;
using System.Net.Sockets;
using System.Text;

namespace OpenViduMeet.TestSupport;

/// <summary>A client that can send any bytes, and can stop at any point.</summary>
public sealed class RawConnection : IDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    private readonly Socket _socket;

    private RawConnection(Socket socket) => _socket = socket;

    /// <param name="from">The loopback address (127.0.0.0/8) to call from; <see langword="null"/> for the usual one.</param>
    /// <param name="receiveBuffer">The size of the socket's receive buffer, in bytes.</param>
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
            // The next read reports the end of the connection.
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
            // The next read reports the end of the connection.
        }
    }

    /// <returns>What has arrived when it contains a text, or when the server has closed the connection.</returns>
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

    /// <returns>The number of bytes that arrive until the server closes the connection.</returns>
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
