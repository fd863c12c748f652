using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace OpenViduMeet.WebApi.Stopping;

/// <summary>
/// The sockets on which the server listens. They are closed so that no client loses a request: Linux resets the connections that were
/// established but not accepted when their listening socket is closed, and a proxy does not repeat a POST after a reset.
/// </summary>
internal sealed class ListenSockets(TimeProvider clock)
{
    /// <summary>
    /// Long enough for handshakes under way to end and for their connections to be accepted. Much shorter than a second, after which a
    /// client repeats a handshake that was not answered: the closed port then refuses it, and a proxy tries another server.
    /// </summary>
    private static readonly TimeSpan HandshakeTime = TimeSpan.FromMilliseconds(50);

    /// <summary>Bounds the wait for a busy processor, and for a server that accepts no more connections.</summary>
    private const int MostHandshakeTimes = 10;

    /// <summary>Long enough for the first request of the last connections to arrive. Idle connections are closed after it.</summary>
    private static readonly TimeSpan FirstRequestTime = TimeSpan.FromMilliseconds(250);

    private const int SocketLevel = 1;
    private const int AttachFilter = 26;

    private readonly List<Socket> _sockets = [];

    public Socket Bind(EndPoint endpoint)
    {
        var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
        // Other endpoints, such as files, are not used by load balancers.
        if (endpoint is IPEndPoint)
            _sockets.Add(socket);
        return socket;
    }

    public async Task CloseAsync()
    {
        foreach (var socket in _sockets)
            IgnoreHandshakes(socket);
        var times = 0;
        do await Task.Delay(HandshakeTime, clock);
        while (_sockets.Exists(HasConnection) && ++times < MostHandshakeTimes);
        foreach (var socket in _sockets)
            socket.Dispose();
        await Task.Delay(FirstRequestTime, clock);
    }

    /// <summary>Whether a connection waits to be accepted.</summary>
    private static bool HasConnection(Socket socket) =>
        socket.Poll(TimeSpan.Zero, SelectMode.SelectRead);

    /// <summary>Drops the packets that begin a connection (SYN without ACK), and no other packet.</summary>
    private static void IgnoreHandshakes(Socket socket)
    {
        if (!OperatingSystem.IsLinux() || !Environment.Is64BitProcess)
            return;

        // A classic BPF program: operation, jump if true, jump if false, operand (linux/filter.h).
        ulong[] program =
        [
            Instruction(0x30, 0, 0, 13), // Load byte 13 of the TCP header: the flags.
            Instruction(0x54, 0, 0, 0x12), // Keep SYN and ACK.
            Instruction(0x15, 0, 1, 0x02), // If only SYN is set,
            Instruction(0x06, 0, 0, 0), // drop the packet,
            Instruction(0x06, 0, 0, uint.MaxValue), // and otherwise keep all of it.
        ];
        var pinned = GCHandle.Alloc(program, GCHandleType.Pinned);
        try
        {
            Span<byte> option = stackalloc byte[16];
            BinaryPrimitives.WriteUInt16LittleEndian(option, (ushort)program.Length);
            BinaryPrimitives.WriteInt64LittleEndian(option[8..], pinned.AddrOfPinnedObject());
            socket.SetRawSocketOption(SocketLevel, AttachFilter, option);
        }
        catch (SocketException)
        {
            // A kernel without filters. The few connections of this moment may be lost.
        }
        finally
        {
            pinned.Free();
        }
    }

    private static ulong Instruction(ushort code, byte ifTrue, byte ifFalse, uint operand) =>
        code | ((ulong)ifTrue << 16) | ((ulong)ifFalse << 24) | ((ulong)operand << 32);
}
