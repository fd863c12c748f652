using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using OpenViduMeet.Domain.Diagnostics;
using OpenViduMeet.Infrastructure.Outside;

namespace OpenViduMeet.Infrastructure.Diagnostics;

/// <summary>Looks at the certificate of a server.</summary>
public sealed class TlsProbe(ExaminationTime time, TimeProvider clock)
{
    /// <summary>Of the time of a check: an HTTP request follows.</summary>
    private const double Share = 0.3;

    /// <summary>A certificate that ends sooner is reported. Those that are renewed by themselves are renewed earlier.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromDays(14);

    /// <summary>A certificate of a short life is reported for its last third only.</summary>
    private const int SoonOfLife = 3;

    public Task<TlsState> ExamineAsync(Uri url, CancellationToken ct) =>
        BoundedCall.RunAsync(
            bounded => HandshakeAsync(url, bounded),
            failure => new TlsState { Cause = failure.Cause },
            ct,
            time.Part(Share)
        );

    private async Task<TlsState> HandshakeAsync(Uri url, CancellationToken ct)
    {
        var state = new TlsState();
        using var client = new TcpClient();
        await client.ConnectAsync(url.IdnHost, url.Port, ct);
        await using var tls = new SslStream(client.GetStream());
        try
        {
            await tls.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = url.IdnHost,
                    CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
                    RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
                    {
                        state = Read(certificate as X509Certificate2, chain, errors);
                        return errors == SslPolicyErrors.None;
                    },
                },
                ct
            );
        }
        catch (AuthenticationException) when (state.Fault is not null)
        {
            // The state says why.
        }

        return state;
    }

    private TlsState Read(X509Certificate2? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        var faults = new List<string>();
        var now = clock.GetUtcNow();
        var ends = certificate is null ? now : new DateTimeOffset(certificate.NotAfter);
        if (certificate is null)
            faults.Add("it has no certificate");
        else if (ends <= now)
            faults.Add($"its certificate ended on {Day(ends)}");
        else if (new DateTimeOffset(certificate.NotBefore) is var begins && begins > now)
            faults.Add($"its certificate begins on {Day(begins)}");
        var isTimeNamed = faults.Count > 0;
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
            faults.Add("its certificate is for another name");
        var statuses = (chain?.ChainStatus ?? []).Select(status => status.Status).ToHashSet();
        if (statuses.Remove(X509ChainStatusFlags.NotTimeValid) && !isTimeNamed)
            faults.Add("a certificate of its issuers has ended or not begun");
        if (statuses.Count > 0)
            faults.Add($"its certificate is not trusted ({string.Join(", ", statuses)})");
        // Whatever is refused must not pass for a server that does not answer.
        if (errors != SslPolicyErrors.None && faults.Count == 0)
            faults.Add($"its certificate is refused ({errors})");
        return new TlsState
        {
            Fault = faults.Count == 0 ? null : string.Join(", and ", faults),
            EndsSoon =
                certificate is not null && ends > now && ends - now < SoonFor(certificate)
                    ? Day(ends)
                    : null,
        };
    }

    private static TimeSpan SoonFor(X509Certificate2 certificate)
    {
        var third = (certificate.NotAfter - certificate.NotBefore) / SoonOfLife;
        return third < Soon ? third : Soon;
    }

    private static string Day(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>What a handshake showed.</summary>
public sealed record TlsState
{
    /// <summary>Why there was no handshake.</summary>
    public string? Cause { get; init; }

    /// <summary>Why browsers refuse the certificate.</summary>
    public string? Fault { get; init; }

    /// <summary>The day on which the certificate ends, if that is soon.</summary>
    public string? EndsSoon { get; init; }
}
