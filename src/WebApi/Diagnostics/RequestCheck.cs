using OpenViduMeet.Domain.Diagnostics;
using OpenViduMeet.Infrastructure.Diagnostics;
using OpenViduMeet.WebApi.Settings;

namespace OpenViduMeet.WebApi.Diagnostics;

/// <summary>Whether the request for the examination has come through a trusted proxy, if it has come through one.</summary>
internal sealed class RequestCheck(
    IHttpContextAccessor requests,
    Arrival arrival,
    ServerOptions server
) : ICheck
{
    private const string PrefixHeader = "X-Forwarded-Prefix";

    private static readonly Fault Prefix = new(
        "proxy-prefix",
        FaultSeverity.Failure,
        "Give this server a host name of its own, and let the proxy pass on the paths unchanged: it cannot be served below a prefix."
    );

    public static string Id => "request";

    public static string Subject =>
        "The forwarded headers of this request can be used, if it has any";

    public static IReadOnlyList<Fault> Faults { get; } = [Prefix, .. ProxyFaults.All];

    public Task<IReadOnlyList<Finding>> ExamineAsync(CancellationToken ct)
    {
        // A command has no request.
        if (requests.HttpContext is not { } context)
            return Task.FromResult<IReadOnlyList<Finding>>([]);

        var findings = new List<Finding>();
        var headers = context.Request.Headers;
        if (headers[PrefixHeader].ToString() is not ("" or "/"))
            findings.Add(Prefix.Found("The proxy serves this server below a prefix"));

        var seen = arrival.Observe(context);
        // Without a proxy, an administrator may call the server by any name.
        var isThroughProxy =
            seen.UntrustedProxy is not null || Arrival.IsThroughTrustedProxy(context.Request);
        if (isThroughProxy)
            findings.AddRange(
                ProxyFaults.In(seen, server.BaseUrl is { } url ? new Uri(url) : null)
            );
        return Task.FromResult<IReadOnlyList<Finding>>(findings);
    }
}
