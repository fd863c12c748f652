using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace OpenViduMeet.WebApi.Limits;

/// <summary>How many connections are open at once, in all and from one client address, so that neither descriptors nor memory run out.</summary>
/// <param name="total">In all.</param>
/// <param name="perClient">From one client; a trusted proxy, which speaks for many, may have all.</param>
internal sealed class ConnectionLimits(int total, int perClient, TrustedProxies proxies)
    : IDisposable
{
    /// <summary>
    /// For the runtime, which keeps the file of every assembly open (about 350 descriptors in all once everything is loaded), the
    /// database, and calls to LiveKit and webhooks.
    /// </summary>
    private const int ReservedDescriptors = 400;

    /// <summary>The connection's own, and that of what is sent on it: a file, or a connection to S3.</summary>
    private const int DescriptorsEach = 2;

    /// <summary>A body as large as strangers may send, and as much again on its way to and from it.</summary>
    private const int MemoryEach = 128 * 1024;

    /// <summary>What connections may take of the memory: a quarter.</summary>
    private const int MemoryShare = 4;

    private const int ClientShare = 4;
    private const int Fewest = 16;
    private const int Most = 10_000;

    /// <summary>How long a connection that was asked to close has for it, before another is asked.</summary>
    private static readonly TimeSpan AskInterval = TimeSpan.FromMilliseconds(20);

    private readonly SemaphoreSlim _places = new(total, total);
    private readonly Lock _lock = new();
    private readonly Dictionary<IPAddress, int> _clients = [];

    /// <summary>Those that have not been asked to close, the oldest first.</summary>
    private readonly LinkedList<BaseConnectionContext> _open = [];

    public int Total => total;

    public int PerClient => perClient;

    /// <summary>The limits that this process can bear.</summary>
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
    /// Waits until there may be one more connection. Those that are idle make room at once, the oldest first; those with a request
    /// under way when it is answered.
    /// </summary>
    public async Task TakePlaceAsync(CancellationToken ct)
    {
        if (await _places.WaitAsync(TimeSpan.Zero, ct))
            return;

        do AskOldestToClose();
        while (!await _places.WaitAsync(AskInterval, ct));
    }

    /// <returns>What <see cref="Closed"/> is to be given.</returns>
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

    /// <returns>Whether this client may have one more connection; then it is counted until <see cref="Leave"/>.</returns>
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

    /// <summary>The soft limit, which the runtime has raised to the hard one. Systems without /proc are for development.</summary>
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
