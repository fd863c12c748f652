using OpenViduMeet.Domain.Diagnostics;
using OpenViduMeet.Infrastructure.Diagnostics;
using OpenViduMeet.WebApi.Settings;

namespace OpenViduMeet.WebApi.Diagnostics;

/// <summary>Whether pages that may call the API get its cookies: browsers send them to pages of the same site only (SameSite=Strict).</summary>
internal sealed class CookieCheck(ServerOptions server) : ICheck
{
    private static readonly Fault OtherSite = new(
        "cookies-other-site",
        FaultSeverity.Warning,
        "Let pages of another site send tokens in headers (docs/participants.md), or serve them from a host of the same domain, over https too."
    );

    public static string Id => "cookies";

    public static string Subject => "Pages that may call the API get its cookies";

    public static IReadOnlyList<Fault> Faults { get; } = [OtherSite];

    public Task<IReadOnlyList<Finding>> ExamineAsync(CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<Finding>>(
            server.BaseUrl is { } url
                ?
                [
                    .. server
                        .CorsOrigins.Where(origin =>
                            origin != "*" && !IsSameSite(new Uri(origin), new Uri(url))
                        )
                        .Select(origin =>
                            OtherSite.Found(
                                $"Browsers withhold the cookies of {url} from pages of {origin}"
                            )
                        ),
                ]
                : []
        );

    /// <summary>Compares the last two labels of the hosts, so that two sites below a domain such as co.uk count as one.</summary>
    private static bool IsSameSite(Uri one, Uri other) =>
        one.Scheme == other.Scheme
        && string.Equals(SiteOf(one), SiteOf(other), StringComparison.OrdinalIgnoreCase);

    private static string SiteOf(Uri url) =>
        url.HostNameType == UriHostNameType.Dns
            ? string.Join('.', url.Host.Split('.')[^Math.Min(2, url.Host.Split('.').Length)..])
            : url.Host;
}
