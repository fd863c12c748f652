using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text;

namespace OpenViduMeet.TestSupport.S3;

/// <summary>HTTP/1.1 on a socket. Bodies are passed on piece by piece as they arrive, with their framing.</summary>
internal sealed class HttpConnection : IDisposable
{
    private static readonly byte[] HeadEnd = Encoding.Latin1.GetBytes(HttpHead.End);
    private static readonly byte[] LineEnd = "\r\n"u8.ToArray();

    private readonly Socket _socket;
    private readonly NetworkStream _stream;
    private readonly PipeReader _reader;

    public HttpConnection(Socket socket)
    {
        _socket = socket;
        _socket.NoDelay = true;
        _stream = new NetworkStream(socket, ownsSocket: true);
        _reader = PipeReader.Create(_stream);
    }

    public static async Task<HttpConnection> ConnectAsync(Uri address, CancellationToken ct)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(address.Host, address.Port, ct);
            return new HttpConnection(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken ct) =>
        _stream.WriteAsync(bytes, ct);

    /// <summary>Reads the head of the next message; <see langword="null"/> if the peer has closed the connection.</summary>
    public async Task<HttpHead?> ReadHeadAsync(CancellationToken ct)
    {
        var bytes = await ReadToAsync(HeadEnd, ct);
        return bytes is null
            ? null
            : HttpHead.Parse(Encoding.Latin1.GetString(bytes.AsSpan()[..^HeadEnd.Length]));
    }

    /// <summary>Reads the body of a request. A piece is valid until the next one is read.</summary>
    public IAsyncEnumerable<ReadOnlyMemory<byte>> ReadRequestBodyAsync(
        HttpHead head,
        CancellationToken ct
    ) => head.IsChunked ? ReadChunksAsync(ct) : ReadBytesAsync(head.ContentLength ?? 0, ct);

    /// <summary>Reads the body of an answer that has one. A piece is valid until the next one is read.</summary>
    public IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAnswerBodyAsync(
        HttpHead head,
        CancellationToken ct
    ) => head.IsChunked ? ReadChunksAsync(ct) : ReadBytesAsync(head.ContentLength, ct);

    /// <summary>Waits until the peer closes the connection or sends more.</summary>
    public async Task<bool> IsClosedByPeerAsync(CancellationToken ct)
    {
        try
        {
            return await _socket.ReceiveAsync(new byte[1], SocketFlags.Peek, ct) == 0;
        }
        catch (SocketException)
        {
            return true;
        }
    }

    /// <summary>Resets the connection instead of closing it.</summary>
    public void Reset()
    {
        _socket.LingerState = new LingerOption(enable: true, seconds: 0);
        _socket.Close();
    }

    public void Dispose() => _stream.Dispose();

    private async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadChunksAsync(
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        long size;
        do
        {
            var line = await ReadLineAsync(ct);
            var digits = Encoding.Latin1.GetString(line).Split(';')[0].Trim();
            size = long.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            yield return line;
            if (size > 0)
            {
                await foreach (var piece in ReadBytesAsync(size + LineEnd.Length, ct))
                    yield return piece;
            }
        } while (size > 0);

        byte[] trailer;
        do
        {
            trailer = await ReadLineAsync(ct);
            yield return trailer;
        } while (trailer.Length > LineEnd.Length);
    }

    /// <param name="count">The number of bytes, or <see langword="null"/> for all until the end of the connection.</param>
    private async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadBytesAsync(
        long? count,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        var left = count ?? long.MaxValue;
        while (left > 0)
        {
            var read = await _reader.ReadAsync(ct);
            if (read.Buffer.IsEmpty)
            {
                if (count is null)
                    yield break;
                throw new EndOfStreamException("The peer has closed the connection in a body.");
            }

            var piece = read.Buffer.First;
            if (piece.Length > left)
                piece = piece[..(int)left];
            left -= piece.Length;
            yield return piece;
            _reader.AdvanceTo(read.Buffer.GetPosition(piece.Length));
        }
    }

    private async Task<byte[]> ReadLineAsync(CancellationToken ct) =>
        await ReadToAsync(LineEnd, ct)
        ?? throw new EndOfStreamException("The peer has closed the connection in a body.");

    /// <returns>The bytes up to and including the mark, or <see langword="null"/> if the connection ends before it.</returns>
    private async Task<byte[]?> ReadToAsync(byte[] mark, CancellationToken ct)
    {
        while (true)
        {
            var read = await _reader.ReadAsync(ct);
            var reader = new SequenceReader<byte>(read.Buffer);
            if (reader.TryReadTo(out ReadOnlySequence<byte> _, mark))
            {
                var bytes = read.Buffer.Slice(0, reader.Position).ToArray();
                _reader.AdvanceTo(reader.Position);
                return bytes;
            }

            if (read.IsCompleted)
                return null;
            _reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }
}
