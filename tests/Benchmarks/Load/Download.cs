using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace OpenViduMeet.Benchmarks.Load;

/// <summary>
/// A download that is read at a given rate. It uses a socket with a small buffer, so that unread bytes wait at the server and not
/// in this process.
/// </summary>
internal sealed class Download : IDisposable
{
    private const int SocketBuffer = 32 * 1024;

    private static readonly byte[] EndOfHead = "\r\n\r\n"u8.ToArray();
    private static readonly string? Cookie = Environment.GetEnvironmentVariable("LOAD_COOKIE");

    private readonly Socket _socket = new(
        AddressFamily.InterNetwork,
        SocketType.Stream,
        ProtocolType.Tcp
    )
    {
        NoDelay = true,
        ReceiveBufferSize = SocketBuffer,
    };

    private readonly byte[] _buffer = new byte[SocketBuffer];

    private Download() { }

    /// <summary>Requests everything from an offset on, and returns when the first byte has arrived.</summary>
    /// <exception cref="IOException">The answer is not 206.</exception>
    public static async Task<Download> OpenAsync(Uri url, long first, CancellationToken ct)
    {
        var download = new Download();
        try
        {
            await download._socket.ConnectAsync(url.Host, url.Port, ct);
            var cookie = string.IsNullOrEmpty(Cookie) ? "" : $"Cookie: {Cookie}\r\n";
            var request = Encoding.ASCII.GetBytes(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"GET {url.PathAndQuery} HTTP/1.1\r\nHost: {url.Authority}\r\nRange: bytes={first}-\r\n{cookie}\r\n"
                )
            );
            await download._socket.SendAsync(request, ct);
            await download.ReadHeadAsync(ct);
            return download;
        }
        catch
        {
            download.Dispose();
            throw;
        }
    }

    /// <summary>Reads on at a steady rate until it is cancelled.</summary>
    /// <exception cref="IOException">The server ended the download.</exception>
    public async Task ReadAsync(long bytesPerSecond, CancellationToken ct)
    {
        using var timer = new PeriodicTimer(
            TimeSpan.FromSeconds((double)SocketBuffer / bytesPerSecond)
        );
        try
        {
            while (await timer.WaitForNextTickAsync(ct))
            {
                for (var left = _buffer.Length; left > 0; )
                    left -= await ReceiveAsync(_buffer.AsMemory(0, left), ct);
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The reading time is over.
        }
    }

    public void Dispose() => _socket.Dispose();

    private async Task ReadHeadAsync(CancellationToken ct)
    {
        var length = 0;
        int end;
        do
        {
            length += await ReceiveAsync(_buffer.AsMemory(length), ct);
            end = _buffer.AsSpan(0, length).IndexOf(EndOfHead);
        } while (end < 0 || length <= end + EndOfHead.Length);

        var status = Encoding.ASCII.GetString(_buffer, 0, "HTTP/1.1 206".Length);
        if (!status.EndsWith(" 206", StringComparison.Ordinal))
            throw new IOException($"Expected 206, got: {status}");
    }

    private async Task<int> ReceiveAsync(Memory<byte> buffer, CancellationToken ct)
    {
        var received = await _socket.ReceiveAsync(buffer, ct);
        return received > 0 ? received : throw new IOException("The server ended the download.");
    }
}
