using System.Globalization;

namespace OpenViduMeet.BlackBox.Tests.Cluster;

/// <summary>Something that the test did to the cluster.</summary>
/// <param name="Node">The node's address as nginx writes it; empty for the database.</param>
internal sealed record Disturbance(
    DisturbanceKind Kind,
    string Node,
    TimeSpan Began,
    TimeSpan Ended
)
{
    /// <summary>Whether the disturbance and a request overlapped.</summary>
    public bool Meets(LoadRecord request) => request.Began <= Ended && request.Ended >= Began;
}

internal enum DisturbanceKind
{
    GentleStop,
    Kill,
    DatabaseRestart,
}

/// <summary>One request of the load.</summary>
/// <param name="Status"><see langword="null"/> without an answer.</param>
/// <param name="Asked">The nodes that nginx asked, in order.</param>
/// <param name="IsRight">Whether the answer was one that the request may get when nothing is wrong.</param>
/// <param name="IsCut">Whether the answer ended before its end.</param>
internal sealed record LoadRecord(
    string Operation,
    TimeSpan Began,
    TimeSpan Ended,
    int? Status,
    string Asked,
    bool IsRight,
    bool IsCut = false
)
{
    public TimeSpan Took => Ended - Began;

    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Operation} at {Began.TotalSeconds:0.000} s: {(Status?.ToString(CultureInfo.InvariantCulture) ?? "no answer")}{(IsCut ? ", cut" : "")} after {Took.TotalSeconds:0.000} s, asked {Asked}"
        );
}

/// <summary>How a request ended, and why it may have ended so.</summary>
internal enum Verdict
{
    Right,

    /// <summary>503 while the database was restarted.</summary>
    DatabaseAway,

    /// <summary>The request was in flight on the node that was killed.</summary>
    InFlightOnKilledNode,

    /// <summary>A stream that outlasted the drain of the node.</summary>
    CutByStop,

    /// <summary>A failure that nothing excuses.</summary>
    Wrong,
}

/// <summary>Records the load on a cluster and what was done to the cluster, on one clock. Any thread may record.</summary>
internal sealed class LoadJournal
{
    /// <summary>The contract's limit of every answer is 5 s. The rest is for a busy machine.</summary>
    private static readonly TimeSpan LongestRefusal = TimeSpan.FromSeconds(6);

    /// <summary>How soon everything must work after the database is back: 2 s, and a second more for a busy machine.</summary>
    private static readonly TimeSpan Recovery = TimeSpan.FromSeconds(3);

    private readonly long _start = TimeProvider.System.GetTimestamp();
    private readonly Lock _lock = new();
    private readonly List<LoadRecord> _records = [];
    private readonly List<Disturbance> _disturbances = [];
    private readonly List<string> _faults = [];

    public TimeSpan Now => TimeProvider.System.GetElapsedTime(_start);

    /// <summary>What was seen to be wrong other than an answer.</summary>
    public IReadOnlyList<string> Faults
    {
        get
        {
            lock (_lock)
                return [.. _faults];
        }
    }

    public IReadOnlyList<LoadRecord> Records
    {
        get
        {
            lock (_lock)
                return [.. _records];
        }
    }

    public void Add(LoadRecord record)
    {
        lock (_lock)
            _records.Add(record);
    }

    public void AddFault(string fault)
    {
        lock (_lock)
            _faults.Add(fault);
    }

    /// <summary>Does something to the cluster, and records when.</summary>
    public async Task DisturbAsync(DisturbanceKind kind, ClusterNode? node, Func<Task> disturb)
    {
        var began = Now;
        await disturb();
        lock (_lock)
            _disturbances.Add(new Disturbance(kind, node?.Address.Authority ?? "", began, Now));
    }

    public Verdict Judge(LoadRecord request)
    {
        if (request is { IsRight: true, IsCut: false })
            return Verdict.Right;

        lock (_lock)
        {
            var isRefusal = request.Status == 503 && request.Took <= LongestRefusal;
            foreach (var disturbance in _disturbances)
            {
                var isOnNode = request.Asked.EndsWith(disturbance.Node, StringComparison.Ordinal);
                switch (disturbance.Kind)
                {
                    case DisturbanceKind.DatabaseRestart when isRefusal:
                        var whileAway = disturbance with { Ended = disturbance.Ended + Recovery };
                        if (whileAway.Meets(request))
                            return Verdict.DatabaseAway;
                        break;
                    case DisturbanceKind.Kill when isOnNode && disturbance.Meets(request):
                        if (request.IsCut || request.Status is null or 502)
                            return Verdict.InFlightOnKilledNode;
                        break;
                    case DisturbanceKind.GentleStop when isOnNode && disturbance.Meets(request):
                        if (request.IsCut)
                            return Verdict.CutByStop;
                        break;
                }
            }
        }

        return Verdict.Wrong;
    }

    /// <summary>One line for each operation.</summary>
    public IEnumerable<string> Summarize() =>
        Records
            .GroupBy(request => request.Operation, StringComparer.Ordinal)
            .OrderBy(operation => operation.Key, StringComparer.Ordinal)
            .Select(operation =>
            {
                var counts = operation.CountBy(Judge).ToDictionary();
                var longest = operation.Max(request => request.Took);
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"{operation.Key, -16} {operation.Count(), 6} requests, right {Count(Verdict.Right)}, "
                        + $"503 while the database was away {Count(Verdict.DatabaseAway)}, in flight on the killed node {Count(Verdict.InFlightOnKilledNode)}, "
                        + $"cut by a gentle stop {Count(Verdict.CutByStop)}, wrong {Count(Verdict.Wrong)}; longest {longest.TotalMilliseconds:0} ms"
                );

                int Count(Verdict verdict) => counts.GetValueOrDefault(verdict);
            });

    /// <summary>What was done, and when.</summary>
    public IEnumerable<string> SummarizeDisturbances()
    {
        var records = Records;
        lock (_lock)
            return
            [
                .. _disturbances.Select(done =>
                {
                    var line = string.Create(
                        CultureInfo.InvariantCulture,
                        $"{done.Kind} {done.Node} from {done.Began.TotalSeconds:0.0} s to {done.Ended.TotalSeconds:0.0} s"
                    );
                    if (done.Kind is not DisturbanceKind.DatabaseRestart)
                        return line;

                    var refusals = records.Where(request =>
                        request.Status == 503 && request.Began >= done.Began
                    );
                    var last = refusals
                        .Select(request => request.Began - done.Ended)
                        .DefaultIfEmpty(TimeSpan.Zero)
                        .Max();
                    return string.Create(
                        CultureInfo.InvariantCulture,
                        $"{line}; the last request that got 503 began {last.TotalMilliseconds:0} ms after the end"
                    );
                }),
            ];
    }
}
