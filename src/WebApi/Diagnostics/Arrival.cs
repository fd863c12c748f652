using Microsoft.AspNetCore.HttpOverrides;
using OpenViduMeet.Infrastructure.Diagnostics;
using OpenViduMeet.WebApi.Limits;
using OpenViduMeet.WebApi.Routing;

namespace OpenViduMeet.WebApi.Diagnostics;

/// <summary>How a request came to this server.</summary>
internal sealed class Arrival(PublicUrl publicUrl, RefusedEvents refused)
{
    private static readonly string[] Forwarded =
    [
        ForwardedHeadersDefaults.XForwardedForHeaderName,
        ForwardedHeadersDefaults.XForwardedProtoHeaderName,
        ForwardedHeadersDefaults.XForwardedHostHeaderName,
    ];

    private static readonly string[] Accepted =
    [
        ForwardedHeadersDefaults.XOriginalForHeaderName,
        ForwardedHeadersDefaults.XOriginalProtoHeaderName,
        ForwardedHeadersDefaults.XOriginalHostHeaderName,
    ];

    /// <summary>Whether forwarded headers of the request were accepted: the middleware moves them.</summary>
    public static bool IsThroughTrustedProxy(HttpRequest request) =>
        Accepted.Any(request.Headers.ContainsKey);

    public ServerObservation Observe(HttpContext context)
    {
        var headers = context.Request.Headers;
        var isIgnored =
            Forwarded.Any(headers.ContainsKey) && !IsThroughTrustedProxy(context.Request);
        return refused.AddTo(
            new ServerObservation
            {
                Scheme = context.Request.Scheme,
                IsNamed = publicUrl.IsNamedBy(context.Request),
                UntrustedProxy = isIgnored
                    ? context.Connection.RemoteIpAddress?.Unmap().ToString()
                    : null,
            }
        );
    }
}
