using OpenViduMeet.Domain.Diagnostics;
using OpenViduMeet.Infrastructure.Diagnostics;

namespace OpenViduMeet.WebApi.Diagnostics;

/// <summary>What can be wrong with the proxy in front of this server.</summary>
internal static class ProxyFaults
{
    private static readonly Fault NotTrusted = new(
        "proxy-not-trusted",
        FaultSeverity.Failure,
        "Set MEET_TRUSTED_PROXIES to the address of the proxy. Otherwise all clients share one address and its limits."
    );

    private static readonly Fault WrongScheme = new(
        "proxy-scheme",
        FaultSeverity.Failure,
        "Let the proxy send X-Forwarded-Proto with the scheme that the browser used."
    );

    private static readonly Fault WrongHost = new(
        "proxy-host",
        FaultSeverity.Warning,
        "Let the proxy send the browser's host in Host or X-Forwarded-Host."
    );

    public static IReadOnlyList<Fault> All { get; } = [NotTrusted, WrongScheme, WrongHost];

    /// <param name="seen">What the server saw of the request.</param>
    /// <param name="url">The URL that was requested; <see langword="null"/> if it is not known, so that nothing can be compared with it.</param>
    public static IEnumerable<Finding> In(ServerObservation seen, Uri? url)
    {
        if (seen.UntrustedProxy is { } proxy)
        {
            yield return NotTrusted.Found(
                $"A proxy at {proxy} forwards requests, and is not in MEET_TRUSTED_PROXIES"
            );
            // Its headers are ignored, so they cannot be wrong.
            yield break;
        }

        if (url is null)
            yield break;
        if (!string.Equals(seen.Scheme, url.Scheme, StringComparison.Ordinal))
            yield return WrongScheme.Found(
                $"The server takes a request for {url.Scheme} for one of {seen.Scheme}"
            );
        if (!seen.IsNamed)
            yield return WrongHost.Found($"The server does not see the host {url.Host}");
    }
}
