using System.Net;
using System.Net.Sockets;

namespace OpenViduMeet.TestSupport.S3;

/// <summary>
/// A proxy in front of an HTTP server, on a free loopback port, that a test can make misbehave. Otherwise it passes everything on
/// unchanged and piece by piece, with the client's Host header, so that signatures made for the proxy's address stay valid.
/// </summary>
/// <remarks>HTTP/1.1 only, without TLS.</remarks>
public sealed class FaultProxy : IAsyncDisposable
{
    /// <summary>Longer than the loopback needs to accept a connection.</summary>
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
    private int _accepted;

    private FaultProxy(Uri target)
    {
        _target = target;
        _listener = Bind(0);
        _port = ((IPEndPoint)_listener.LocalEndPoint!).Port;
    }

    public Uri Address => new($"http://127.0.0.1:{_port}");

    /// <summary>
    /// The number of connections on which an answer is in progress, each counted with its connection to the server. Idle
    /// connections do not count.
    /// </summary>
    public int OpenConnections => Volatile.Read(ref _exchanges);

    /// <summary>How many connections the proxy has accepted.</summary>
    public int AcceptedConnections => Volatile.Read(ref _accepted);

    /// <summary>All received requests, in order, including those answered with a fault.</summary>
    public IReadOnlyList<ProxiedRequest> Requests
    {
        get
        {
            lock (_lock)
                return [.. _requests];
        }
    }

    /// <param name="target">The server's address. Its path is ignored.</param>
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

    /// <summary>Answers requests with a fault from now on. If two faults apply to a request, the older one is used.</summary>
    /// <param name="only">
    /// Selects the requests, such as <c>request => request.IsObjectRead</c>; <see langword="null"/> for all.
    /// </param>
    /// <param name="times">The number of requests that fail.</param>
    public void InjectFault(
        ProxyFault fault,
        Func<ProxiedRequest, bool>? only = null,
        int times = int.MaxValue
    )
    {
        lock (_lock)
            _faults.Add(new PlannedFault(fault, only) { Left = times });
    }

    /// <summary>Answers requests without a fault from now on.</summary>
    public void Behave()
    {
        lock (_lock)
            _faults.Clear();
    }

    /// <summary>Refuses connections from now on, and closes the existing ones.</summary>
    public async Task RefuseConnectionsAsync()
    {
        await CloseAsync();
        // The port stays bound, without listening, so that no other process gets it.
        _listener = Bind(_port);
    }

    /// <summary>
    /// Answers no new connection from now on, as a host that drops packets. The queue of connections to be accepted is full, and
    /// the system ignores further ones. Closes the existing connections.
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

    /// <summary>Accepts connections again, at the same address.</summary>
    public async Task AcceptConnectionsAgainAsync()
    {
        await CloseAsync();
        _listener = Bind(_port);
        AcceptConnections();
    }

    /// <summary>Accepts connections again, at the same address, after they were refused.</summary>
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
            {
                var socket = await listener.AcceptAsync(ct);
                Interlocked.Increment(ref _accepted);
                Track(ServeAsync(socket, ct));
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException)
        {
            // The proxy is closing.
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
            // One side has closed its connection, so the other one is closed too.
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

    /// <returns>The fault to answer the request with.</returns>
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
