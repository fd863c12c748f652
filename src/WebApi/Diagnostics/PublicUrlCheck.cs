using OpenViduMeet.Domain.Diagnostics;
using OpenViduMeet.Infrastructure.Diagnostics;
using OpenViduMeet.Infrastructure.LiveKit;
using OpenViduMeet.WebApi.Routing;
using OpenViduMeet.WebApi.Settings;

namespace OpenViduMeet.WebApi.Diagnostics;

/// <summary>Whether the public URL leads to this installation, as browsers see it.</summary>
internal sealed class PublicUrlCheck(
    DoctorQuestions questions,
    TlsProbe tls,
    ServerOptions server,
    LiveKitOptions liveKit,
    IHostEnvironment environment
) : ICheck
{
    private static readonly Fault Unset = new(
        "public-url-unset",
        FaultSeverity.Warning,
        "Set MEET_BASE_URL to the URL at which browsers reach this server. Links to rooms begin with it."
    );

    private static readonly Fault NotHttps = new(
        "public-url-http",
        FaultSeverity.Failure,
        "Serve the public URL over https, by a reverse proxy with a certificate, and set MEET_BASE_URL to it. Browsers send the cookies of a sign-in, and give the camera, over https only."
    );

    private static readonly Fault LiveKitNotWss = new(
        "livekit-public-insecure",
        FaultSeverity.Failure,
        "Set LIVEKIT_URL to a wss:// URL: browsers refuse ws:// in a page that came over https."
    );

    private static readonly Fault Certificate = new(
        "tls-invalid",
        FaultSeverity.Failure,
        "Renew or replace the certificate of the public URL: browsers refuse it."
    );

    private static readonly Fault CertificateEnds = new(
        "tls-ends",
        FaultSeverity.Warning,
        "Renew the certificate of the public URL."
    );

    private static readonly Fault Unreachable = new(
        "public-url-unreachable",
        FaultSeverity.Warning,
        "Start the proxy, or correct MEET_BASE_URL. If browsers reach it, and only this machine does not, ignore this."
    );

    private static readonly Fault Elsewhere = new(
        "public-url-elsewhere",
        FaultSeverity.Failure,
        "Let the proxy pass on all paths to this server unchanged, without adding or removing a prefix, and correct MEET_BASE_URL. Nodes need the same MEET_JWT_KEY."
    );

    public static string Id => "public-url";

    public static string Subject => "The public URL leads to this server";

    public static IReadOnlyList<Fault> Faults { get; } =
    [
        Unset,
        NotHttps,
        LiveKitNotWss,
        Certificate,
        CertificateEnds,
        Unreachable,
        Elsewhere,
        .. ProxyFaults.All,
    ];

    public async Task<IReadOnlyList<Finding>> ExamineAsync(CancellationToken ct)
    {
        if (server.BaseUrl is not { } text)
            return environment.IsProduction() && server.AllowedHosts.All(IsThisMachine)
                ?
                [
                    Unset.Found(
                        "MEET_BASE_URL is not set, and MEET_ALLOWED_HOSTS names no other host"
                    ),
                ]
                : [];

        var url = new Uri(text);
        var isHttps = url.Scheme == Uri.UriSchemeHttps;
        var findings = new List<Finding>();
        // Browsers treat the loopback addresses as safe.
        if (environment.IsProduction() && !isHttps && !url.IsLoopback)
            findings.Add(NotHttps.Found($"{text} is not https"));
        if (isHttps && liveKit.Url is { } browsers && IsInsecure(browsers))
            findings.Add(LiveKitNotWss.Found($"{text} is https, and {browsers} is not wss"));
        if (isHttps)
        {
            var state = await tls.ExamineAsync(url, ct);
            if (state.Fault is { } fault)
                return [.. findings, Certificate.Found($"{text}: {fault}")];
            if (state.Cause is { } noHandshake)
                return [.. findings, Unreachable.Found($"{text} does not answer: {noHandshake}")];
            if (state.EndsSoon is { } day)
                findings.Add(CertificateEnds.Found($"{text}: its certificate ends on {day}"));
        }

        var (answer, observation) = await questions.AskAsync(url, ct);
        if (answer.Cause is { } cause)
            findings.Add(Unreachable.Found($"{text} does not answer: {cause}"));
        else if (observation is null)
            findings.Add(
                Elsewhere.Found(
                    $"{text}{ApiPaths.Health} answers {answer.Status}, and not as a server of this installation"
                )
            );
        else
            findings.AddRange(ProxyFaults.In(observation, url));
        return findings;
    }

    private static bool IsThisMachine(string host) => new Uri($"http://{host}").IsLoopback;

    private static bool IsInsecure(string liveKitUrl) =>
        liveKitUrl.StartsWith("ws:", StringComparison.OrdinalIgnoreCase)
        || liveKitUrl.StartsWith("http:", StringComparison.OrdinalIgnoreCase);
}
