using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using OpenViduMeet.Domain.Diagnostics;
using OpenViduMeet.Infrastructure.Diagnostics;

namespace OpenViduMeet.WebApi.FunctionalTests.Diagnostics;

/// <summary>Certificates that browsers refuse.</summary>
public sealed class CertificateTests
{
    [Test]
    public async Task An_expired_certificate_of_a_private_issuer_is_named_with_all_that_is_wrong()
    {
        await using var proxy = await StartAsync("meet.example.com", TimeSpan.FromDays(-1));
        await using var installation = await ExaminedInstallation.NewAsync();
        var url = new Uri(proxy.Urls.Single());
        installation.Settings["MEET_BASE_URL"] = $"https://localhost:{url.Port}";
        installation.Settings["LIVEKIT_URL_PRIVATE"] = installation.LiveKit.Url.ToString();
        installation.Settings["LIVEKIT_URL"] = $"wss://localhost:{url.Port}";

        var (faults, text) = await installation.ExamineAsync();

        Assert.That(faults, Is.EquivalentTo(["tls-invalid", "livekit-public-tls"]), text);
        Assert.That(
            text,
            Does.Contain("its certificate ended on ")
                .And.Contain("is for another name")
                .And.Contain("is not trusted")
        );
    }

    [Test]
    public async Task LiveKit_without_TLS_behind_a_page_with_it_is_named()
    {
        await using var proxy = await StartAsync("localhost", TimeSpan.FromDays(1));
        await using var installation = await ExaminedInstallation.NewAsync();
        installation.Settings["MEET_BASE_URL"] =
            $"https://localhost:{new Uri(proxy.Urls.Single()).Port}";

        var (faults, text) = await installation.ExamineAsync();

        Assert.That(faults, Is.EquivalentTo(["livekit-public-insecure", "tls-invalid"]), text);
        Assert.That(text, Does.Not.Contain("ended on").And.Not.Contain("another name"));
    }

    [Test]
    public async Task A_certificate_that_is_not_valid_yet_is_named()
    {
        await using var proxy = await StartAsync("localhost", TimeSpan.FromDays(60), age: -30);

        var state = await ExamineAsync(proxy);

        Assert.That(state.Fault, Does.Contain("its certificate begins on "));
    }

    [TestCase(6, 3, false)]
    [TestCase(6, 1, true)]
    [TestCase(90, 20, false)]
    [TestCase(90, 13, true)]
    public async Task A_certificate_is_reported_when_a_third_of_its_life_or_two_weeks_are_left(
        int days,
        int left,
        bool isReported
    )
    {
        var validFor = TimeSpan.FromDays(left);
        await using var proxy = await StartAsync("localhost", validFor, days - left);

        var state = await ExamineAsync(proxy);

        Assert.That(state.Cause, Is.Null);
        Assert.That(state.EndsSoon, isReported ? Is.Not.Null : Is.Null);
    }

    private static Task<TlsState> ExamineAsync(WebApplication proxy) =>
        new TlsProbe(
            new ExaminationTime(TimeSpan.FromSeconds(25)),
            TimeProvider.System
        ).ExamineAsync(
            new Uri($"https://localhost:{new Uri(proxy.Urls.Single()).Port}"),
            CancellationToken.None
        );

    /// <param name="age">In days.</param>
    private static async Task<WebApplication> StartAsync(
        string name,
        TimeSpan validFor,
        int age = 30
    )
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest(
            $"CN={name}",
            key,
            HashAlgorithmName.SHA256,
            RSASignaturePadding.Pkcs1
        );
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        var certificate = request.CreateSelfSigned(now.AddDays(-age), now + validFor);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, listener => listener.UseHttps(certificate))
        );
        var server = builder.Build();
        await server.StartAsync();
        return server;
    }
}
