using System.Diagnostics.Metrics;
using OpenTelemetry.Metrics;

namespace OpenViduMeet.WebApi.Telemetry;

/// <summary>
/// The metrics of .NET, ASP.NET Core, HttpClient and Npgsql that are collected, with their labels. The others are left out: they have
/// labels that grow, such as the addresses of S3, or nobody looks at them.
/// </summary>
internal static class FrameworkMetrics
{
    public static readonly string[] Meters =
    [
        "Microsoft.AspNetCore.Hosting",
        "Microsoft.AspNetCore.Server.Kestrel",
        "Npgsql",
        "System.Net.Http",
        "System.Runtime",
    ];

    private const string Method = "http.request.method";
    private const string Status = "http.response.status_code";
    private const string Failure = "error.type";
    private const string Pool = "db.client.connection.pool.name";

    private static readonly double[] Seconds = [0.005, 0.025, 0.1, 0.5, 1, 2.5, 5];

    private static readonly Dictionary<string, MetricStreamConfiguration> Collected = new(
        StringComparer.Ordinal
    )
    {
        ["http.server.request.duration"] = Histogram("http.route", Method, Status),
        ["http.server.active_requests"] = With(),
        ["kestrel.active_connections"] = With(),
        ["http.client.request.duration"] = Histogram("server.address", Method, Status, Failure),
        ["db.client.operation.duration"] = Histogram(Pool),
        ["db.client.connection.count"] = With(Pool, "db.client.connection.state"),
        ["db.client.connection.max"] = With(Pool),
        ["dotnet.exceptions"] = With(),
        ["dotnet.gc.collections"] = With("gc.heap.generation"),
        ["dotnet.gc.pause.time"] = With(),
        ["dotnet.process.cpu.time"] = With("cpu.mode"),
        ["dotnet.process.memory.working_set"] = With(),
        ["dotnet.thread_pool.queue.length"] = With(),
        ["dotnet.thread_pool.thread.count"] = With(),
    };

    public static MetricStreamConfiguration? ViewOf(Instrument instrument) =>
        Meters.Contains(instrument.Meter.Name, StringComparer.Ordinal)
            ? Collected.GetValueOrDefault(instrument.Name, MetricStreamConfiguration.Drop)
            : null;

    private static MetricStreamConfiguration With(params string[] labels) =>
        new() { TagKeys = labels };

    private static ExplicitBucketHistogramConfiguration Histogram(params string[] labels) =>
        new() { TagKeys = labels, Boundaries = Seconds };
}
