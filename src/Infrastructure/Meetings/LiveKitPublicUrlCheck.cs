using OpenViduMeet.Domain.Diagnostics;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.Infrastructure.Diagnostics;
using OpenViduMeet.Infrastructure.LiveKit;

namespace OpenViduMeet.Infrastructure.Meetings;

/// <summary>Whether browsers reach the same LiveKit. Seen from this machine, which may be inside of the network that they are outside of.</summary>
internal sealed class LiveKitPublicUrlCheck(
    LiveKitProbe liveKit,
    TlsProbe tls,
    LiveKitOptions options
) : ICheck
{
    private static readonly Fault Unreachable = new(
        "livekit-public-unreachable",
        FaultSeverity.Warning,
        "Set LIVEKIT_URL to the URL at which browsers reach LiveKit. If they do, and only this machine does not, ignore this."
    );

    private static readonly Fault Other = new(
        "livekit-public-other",
        FaultSeverity.Failure,
        "Set LIVEKIT_URL and LIVEKIT_URL_PRIVATE to the same LiveKit, and let the proxy in front of it pass on all paths."
    );

    private static readonly Fault Certificate = new(
        "livekit-public-tls",
        FaultSeverity.Failure,
        "Renew or replace the certificate of LIVEKIT_URL: browsers refuse it."
    );

    private static readonly Fault CertificateEnds = new(
        "livekit-public-tls-ends",
        FaultSeverity.Warning,
        "Renew the certificate of LIVEKIT_URL."
    );

    public static string Id => "livekit-public-url";

    public static string Subject => "LiveKit's URL for browsers leads to it";

    public static IReadOnlyList<Fault> Faults { get; } =
    [Unreachable, Other, Certificate, CertificateEnds];

    public async Task<IReadOnlyList<Finding>> ExamineAsync(CancellationToken ct)
    {
        var url = options.BrowserUrl!;
        var findings = new List<Finding>();
        if (url.Scheme == Uri.UriSchemeHttps)
        {
            var state = await tls.ExamineAsync(url, ct);
            if (state.Fault is { } fault)
                return [Certificate.Found($"{options.Url}: {fault}")];
            if (state.Cause is { } noHandshake)
                return [Unreachable.Found($"{options.Url} does not answer: {noHandshake}")];
            if (state.EndsSoon is { } day)
                findings.Add(
                    CertificateEnds.Found($"{options.Url}: its certificate ends on {day}")
                );
        }

        var answer = await liveKit.ValidateJoinAsync(
            url,
            RoomNamePrefix.From("doctor").NewRoomName(),
            ct
        );
        if (answer.Cause is { } cause)
            findings.Add(Unreachable.Found($"{options.Url} does not answer: {cause}"));
        else if (!IsLiveKits(answer) && !await IsRefusedByOursAsync(ct))
            findings.Add(
                Other.Found(
                    $"{options.Url} answers {answer.Status}: it is not the LiveKit that this server calls"
                )
            );
        return findings;
    }

    private static bool IsLiveKits(ProbeAnswer answer) =>
        answer.Status == 200 || LiveKitProbe.IsRoomRefused(answer);

    /// <summary>Whether what answers at the private URL refuses too. Then <see cref="LiveKitCheck"/> reports the key pair or that URL.</summary>
    private async Task<bool> IsRefusedByOursAsync(CancellationToken ct)
    {
        var ours = await liveKit.ValidateJoinAsync(
            options.ServerUrl!,
            RoomNamePrefix.From("doctor").NewRoomName(),
            ct
        );
        return ours.Cause is null && !IsLiveKits(ours);
    }
}
