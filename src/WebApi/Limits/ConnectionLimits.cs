using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace OpenViduMeet.WebApi.Limits;

/// <summary>Limits the open connections, in total and per client, so that neither file descriptors nor memory run out.</summary>
/// <param name="total">The limit for all clients together.</param>
/// <param name="perClient">The limit for one client. A trusted proxy, which forwards many clients, may have all connections.</param>
internal sealed class ConnectionLimits(int total, int perClient, TrustedProxies proxies)
    : IDisposable
{
    /// <summary>
    /// Descriptors for the runtime, which keeps the file of every assembly open (about 350 in total once everything is loaded), the
    /// database, and calls to LiveKit and webhooks.
    /// </summary>
    private const int ReservedDescriptors = 400;

    /// <summary>The descriptor of the connection, and that of the file or the S3 connection whose content it sends.</summary>
    private const int DescriptorsEach = 2;

    /// <summary>Bytes for the largest body without a signature, and for the buffers of input and output.</summary>
    private const long MemoryEach =
        ServerLimits.BodyBytes + ServerLimits.RequestBufferBytes + ServerLimits.ResponseBufferBytes;

    /// <summary>The divisor for the memory that connections may use: a quarter.</summary>
    private const int MemoryShare = 4;

    private const int ClientShare = 4;
    private const int Fewest = 16;
    private const int Most = 10_000;

    /// <summary>How long to wait for a connection that was asked to close before the next one is asked.</summary>
    private static readonly TimeSpan AskInterval = TimeSpan.FromMilliseconds(20);

    private readonly SemaphoreSlim _places = new(total, total);
    private readonly Lock _lock = new();
    private readonly Dictionary<IPAddress, int> _clients = [];

    /// <summary>The connections that have not been asked to close, oldest first.</summary>
    private readonly LinkedList<BaseConnectionContext> _open = [];

    public int Total => total;

    public int PerClient => perClient;

    /// <summary>Creates the limits for the file descriptors and the memory of this process.</summary>
    public static ConnectionLimits OfProcess(TrustedProxies proxies) =>
        For(DescriptorLimit(), GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, proxies);

    /// <param name="descriptors">How many files and sockets the process may have open.</param>
    /// <param name="memory">How many bytes it may use.</param>
    public static ConnectionLimits For(long descriptors, long memory, TrustedProxies proxies)
    {
        var total = (int)
            Math.Clamp(
                Math.Min(
                    (descriptors - ReservedDescriptors) / DescriptorsEach,
                    memory / MemoryShare / MemoryEach
                ),
                Fewest,
                Most
            );
        return new ConnectionLimits(total, total / ClientShare, proxies);
    }

    /// <summary>
    /// Waits until one more connection may be open. Meanwhile the oldest connections are asked to close: idle ones close at once, the
    /// others after their current request.
    /// </summary>
    public async Task TakePlaceAsync(CancellationToken ct)
    {
        if (await _places.WaitAsync(TimeSpan.Zero, ct))
            return;

        do AskOldestToClose();
        while (!await _places.WaitAsync(AskInterval, ct));
    }

    /// <returns>The argument for <see cref="Closed"/>.</returns>
    public object Opened(BaseConnectionContext connection)
    {
        lock (_lock)
            return _open.AddLast(connection);
    }

    public void Closed(object opened)
    {
        lock (_lock)
        {
            var node = (LinkedListNode<BaseConnectionContext>)opened;
            if (node.List is not null)
                _open.Remove(node);
        }

        _places.Release();
    }

    /// <returns>Whether this client may have one more connection. If so, the connection is counted until <see cref="Leave"/>.</returns>
    public bool TryEnter(IPAddress? address)
    {
        if (address is null || proxies.Contains(address))
            return true;
        var client = ClientNetwork.Of(address);
        lock (_lock)
        {
            var count = _clients.GetValueOrDefault(client);
            if (count >= perClient)
                return false;
            _clients[client] = count + 1;
            return true;
        }
    }

    public void Leave(IPAddress? address)
    {
        if (address is null || proxies.Contains(address))
            return;
        var client = ClientNetwork.Of(address);
        lock (_lock)
        {
            if (--_clients[client] == 0)
                _clients.Remove(client);
        }
    }

    public void Dispose() => _places.Dispose();

    private void AskOldestToClose()
    {
        BaseConnectionContext? oldest;
        lock (_lock)
        {
            oldest = _open.First?.Value;
            if (oldest is null)
                return;
            _open.RemoveFirst();
        }

        oldest.Features.Get<IConnectionLifetimeNotificationFeature>()?.RequestClose();
    }

    /// <summary>
    /// Reads the soft limit, which the runtime has raised to the hard one. Systems without /proc are used for development only.
    /// </summary>
    private static long DescriptorLimit()
    {
        const string Limits = "/proc/self/limits";
        const string Name = "Max open files";
        const long Unknown = 1024;
        if (!File.Exists(Limits))
            return Unknown;
        var line = File.ReadLines(Limits)
            .FirstOrDefault(line => line.StartsWith(Name, StringComparison.Ordinal));
        var soft = line?[Name.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0];
        if (string.Equals(soft, "unlimited", StringComparison.Ordinal))
            return long.MaxValue;
        return long.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out var limit)
            ? limit
            : Unknown;
    }
}
