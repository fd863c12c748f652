using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using OpenViduMeet.Infrastructure.Settings;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.Infrastructure.IntegrationTests.Deployment;

/// <summary>deploy/openvidumeet.service, as far as it can be checked without systemd as the first process.</summary>
public sealed partial class ServiceFileTests
{
    private static readonly string File = Checkout.File("deploy", "openvidumeet.service");

    private string _text = "";

    [OneTimeSetUp]
    public async Task ReadAsync() => _text = await System.IO.File.ReadAllTextAsync(File);

    [Test]
    public async Task Systemd_finds_no_fault_in_it()
    {
        using var directory = new TemporaryDirectory();
        var unit = Path.Combine(directory.Path, "openvidumeet.service");
        // systemd-analyze wants the program to exist.
        await System.IO.File.WriteAllTextAsync(
            unit,
            Program().Replace(_text, "ExecStart=/bin/true")
        );

        Assert.That(await AnalyzeAsync("verify", unit), Is.Empty);
    }

    /// <summary>An exposure of 0 is the best, and 10 the worst. Without hardening it is 9.6.</summary>
    [Test]
    public async Task Its_exposure_is_at_most_two() =>
        Assert.That(
            await AnalyzeAsync("security", "--offline=true", "--threshold=20", "--no-pager", File),
            Does.Contain("Overall exposure level")
        );

    [Test]
    public void It_names_known_settings_only()
    {
        var known = KnownSettings
            .All.Select(setting => setting.Variable)
            .Concat(KnownSettings.All.Select(setting => setting.FileVariable))
            .Append("ASPNETCORE_ENVIRONMENT");
        var named = EnvironmentVariable()
            .Matches(_text)
            .Select(match => match.Groups["name"].Value);
        Assert.That(named, Is.Unique.And.SubsetOf(known));
    }

    [Test]
    public void Each_secret_file_is_a_credential_that_is_loaded()
    {
        var loaded = Credential().Matches(_text).Select(match => match.Groups["name"].Value);
        var used = CredentialUse().Matches(_text).Select(match => match.Groups["name"].Value);
        Assert.That(used, Is.Not.Empty.And.EquivalentTo(loaded));
    }

    /// <summary>docs/deployment.md, "Stopping": the drain of 5 s, and 25 s more.</summary>
    [Test]
    public void The_server_has_time_to_stop() =>
        Assert.That(
            int.Parse(
                StopTime().Match(_text).Groups["seconds"].Value,
                CultureInfo.InvariantCulture
            ),
            Is.GreaterThanOrEqualTo(30)
        );

    private static async Task<string> AnalyzeAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("systemd-analyze", arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var process = Process.Start(start)!;
            using var bound = new CancellationTokenSource(TimeSpan.FromMinutes(1));
            var output = process.StandardOutput.ReadToEndAsync(bound.Token);
            var errors = process.StandardError.ReadToEndAsync(bound.Token);
            await process.WaitForExitAsync(bound.Token);
            var said = await output + await errors;
            Assert.That(process.ExitCode, Is.Zero, said);
            return said;
        }
        catch (Win32Exception)
        {
            Needed.SkipOrFail("systemd-analyze is not installed (tests/prepare installs it)");
            throw;
        }
    }

    [GeneratedRegex("^ExecStart=.*$", RegexOptions.Multiline, 1000)]
    private static partial Regex Program();

    [GeneratedRegex(@"^#?Environment=(?<name>\w+)=", RegexOptions.Multiline, 1000)]
    private static partial Regex EnvironmentVariable();

    [GeneratedRegex(@"^#?LoadCredential=(?<name>\w+):", RegexOptions.Multiline, 1000)]
    private static partial Regex Credential();

    [GeneratedRegex(@"^#?Environment=\w+_FILE=%d/(?<name>\w+)$", RegexOptions.Multiline, 1000)]
    private static partial Regex CredentialUse();

    [GeneratedRegex(@"^TimeoutStopSec=(?<seconds>\d+)s$", RegexOptions.Multiline, 1000)]
    private static partial Regex StopTime();
}
