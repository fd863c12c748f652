using System.Net;
using System.Net.Sockets;

namespace OpenViduMeet.TestSupport.S3;

/// <summary>
/// A proxy on a free port of the loopback, in front of an HTTP server, that can be told to misbehave. Otherwise it passes everything on
/// as it comes and piece by piece, with the client's own Host header, so that signatures made for its address hold.
/// </summary>
/// <remarks>Of HTTP/1.1, without TLS.</remarks>
public sealed class FaultProxy : IAsyncDisposable
{
    /// <summary>Longer than a connection on the loopback takes that is accepted.</summary>
    private static readonly TimeSpan ConnectBound = TimeSpan.FromMilliseconds(200);

    private readonly Uri _target;
    private readonly Lock _lock = new();
    private readonly List<ProxiedRequest> _requests = [];
    private readonly List<PlannedFault> _faults = [];
    private readonly HashSet<Task> _clients = [];
    private readonly List<Socket> _fillers = [];
    private readonly int _port;
    private CancellationTokenSource _up = new();
    private Socket _listener;
    private int _exchanges;

    private FaultProxy(Uri target)
    {
        _target = target;
        _listener = Bind(0);
        _port = ((IPEndPoint)_listener.LocalEndPoint!).Port;
    }

    public Uri Address => new($"http://127.0.0.1:{_port}");

    /// <summary>
    /// On how many connections an answer is under way, with the connection to the server that it comes from: not those that are kept
    /// for the next request.
    /// </summary>
    public int OpenConnections => Volatile.Read(ref _exchanges);

    /// <summary>Every request that came, in order, also those that were answered wrongly.</summary>
    public IReadOnlyList<ProxiedRequest> Requests
    {
        get
        {
            lock (_lock)
                return [.. _requests];
        }
    }

    /// <param name="target">The server's address; its path is not heeded.</param>
    public static Task<FaultProxy> StartAsync(Uri target)
    {
        var proxy = new FaultProxy(target);
        proxy.Listen();
        return Task.FromResult(proxy);
    }

    public void ForgetRequests()
    {
        lock (_lock)
            _requests.Clear();
    }

    /// <summary>Requests that come from now on are answered wrongly. Of two faults for one request the older counts.</summary>
    /// <param name="only">Which requests, such as <c>request => request.IsObjectRead</c>, or <see langword="null"/> for all.</param>
    /// <param name="times">How many of them.</param>
    public void Misbehave(
        ProxyFault fault,
        Func<ProxiedRequest, bool>? only = null,
        int times = int.MaxValue
    )
    {
        lock (_lock)
            _faults.Add(new PlannedFault(fault, only) { Left = times });
    }

    /// <summary>Answers what comes from now on rightly.</summary>
    public void Behave()
    {
        lock (_lock)
            _faults.Clear();
    }

    /// <summary>Connections are refused from now on, and those that there are closed.</summary>
    public async Task RefuseConnectionsAsync()
    {
        await CloseAsync();
        // Nobody else gets the port meanwhile: it is held, but not listened on.
        _listener = Bind(_port);
    }

    /// <summary>
    /// From now on nobody who connects gets an answer, as with a host that drops packets: the queue of connections to be accepted is
    /// full, and the system ignores what comes beyond it. Connections that there are get closed.
    /// </summary>
    public async Task DropConnectionsAsync()
    {
        await CloseAsync();
        _listener = Bind(_port);
        _listener.Listen(0);
        while (true)
        {
            var filler = new Socket(SocketType.Stream, ProtocolType.Tcp);
            _fillers.Add(filler);
            using var bound = new CancellationTokenSource(ConnectBound);
            try
            {
                await filler.ConnectAsync(IPAddress.Loopback, _port, bound.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    /// <summary>Connections are accepted again, at the same address.</summary>
    public async Task AcceptConnectionsAgainAsync()
    {
        await CloseAsync();
        _listener = Bind(_port);
        AcceptConnections();
    }

    /// <summary>Connections are accepted again, at the same address, after they were refused.</summary>
    public void AcceptConnections()
    {
        _up = new CancellationTokenSource();
        Listen();
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        _up.Dispose();
    }

    private static Socket Bind(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
        return socket;
    }

    private void Listen()
    {
        _listener.Listen();
        Track(AcceptAsync(_listener, _up.Token));
    }

    private async Task CloseAsync()
    {
        await _up.CancelAsync();
        _listener.Dispose();
        foreach (var filler in _fillers)
            filler.Dispose();
        _fillers.Clear();
        Task[] clients;
        lock (_lock)
            clients = [.. _clients];
        await Task.WhenAll(clients);
    }

    private void Track(Task client)
    {
        lock (_lock)
        {
            _clients.RemoveWhere(earlier => earlier.IsCompleted);
            _clients.Add(client);
        }
    }

    private async Task AcceptAsync(Socket listener, CancellationToken ct)
    {
        try
        {
            while (true)
                Track(ServeAsync(await listener.AcceptAsync(ct), ct));
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException)
        {
            // It is told to close.
        }
    }

    private async Task ServeAsync(Socket socket, CancellationToken ct)
    {
        using var client = new HttpConnection(socket);
        try
        {
            while (await client.ReadHeadAsync(ct) is { } request)
            {
                if (!await AnswerAsync(client, request, ct))
                    return;
            }
        }
        catch (Exception ended)
            when (ended is OperationCanceledException or IOException or SocketException)
        {
            // Either side has gone, and with it the other goes.
        }
    }

    private async Task<bool> AnswerAsync(
        HttpConnection client,
        HttpHead request,
        CancellationToken ct
    )
    {
        Interlocked.Increment(ref _exchanges);
        try
        {
            var fault = Note(Describe(request));
            return await new ProxyExchange(client, _target, fault).RunAsync(request, ct);
        }
        finally
        {
            Interlocked.Decrement(ref _exchanges);
        }
    }

    /// <returns>What to do wrong with it.</returns>
    private ProxyFault? Note(ProxiedRequest request)
    {
        lock (_lock)
        {
            _requests.Add(request);
            var planned = _faults.Find(fault =>
                fault.Left > 0 && (fault.Only is null || fault.Only(request))
            );
            if (planned is null)
                return null;
            planned.Left--;
            return planned.Fault;
        }
    }

    private static ProxiedRequest Describe(HttpHead request)
    {
        var line = request.StartLine.Split(' ');
        var target = line[1].Split('?', 2);
        return new ProxiedRequest(
            line[0],
            target[0],
            target.ElementAtOrDefault(1) ?? "",
            request.Find("Range"),
            request.Find("If-Match"),
            request.Find("If-Unmodified-Since")
        );
    }

    private sealed record PlannedFault(ProxyFault Fault, Func<ProxiedRequest, bool>? Only)
    {
        public int Left { get; set; }
    }
}
