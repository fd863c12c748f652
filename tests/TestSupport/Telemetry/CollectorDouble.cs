using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace OpenViduMeet.TestSupport.Telemetry;

/// <summary>A collector of OpenTelemetry (OTLP, <c>http/protobuf</c>) that keeps what it gets.</summary>
public sealed class CollectorDouble : LoopbackServer
{
    private readonly ConcurrentQueue<(string Path, string Body)> _received = new();

    private CollectorDouble() { }

    public Uri Url => Address;

    /// <summary>All spans, in the coding of Protocol Buffers, in which texts are readable.</summary>
    public string Traces => Of("/v1/traces");

    /// <inheritdoc cref="Traces"/>
    public string Metrics => Of("/v1/metrics");

    public static async Task<CollectorDouble> StartAsync()
    {
        var collector = new CollectorDouble();
        await collector.StartAgainAsync();
        return collector;
    }

    protected override void Configure(WebApplication app) =>
        app.Run(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            _received.Enqueue((context.Request.Path, Encoding.UTF8.GetString(body.ToArray())));
            context.Response.StatusCode = StatusCodes.Status200OK;
        });

    private string Of(string path) =>
        string.Join('\n', _received.Where(one => one.Path == path).Select(one => one.Body));
}
