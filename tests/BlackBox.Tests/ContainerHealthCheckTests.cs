using System.Text.RegularExpressions;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.BlackBox.Tests;

/// <summary>The command with which deploy/compose.cluster.yaml checks a node.</summary>
public sealed partial class ContainerHealthCheckTests
{
    [Test]
    public async Task The_command_succeeds_as_soon_as_the_server_is_ready_and_fails_when_it_has_ended()
    {
        using var server = await PublishedServer.StartAsync(Release.Path);
        Assert.That(await CheckAsync(server), Is.Zero);

        await server.StopAsync();
        Assert.That(await CheckAsync(server), Is.Not.Zero);
    }

    private static async Task<int> CheckAsync(PublishedServer server)
    {
        var compose = await File.ReadAllTextAsync(Checkout.File("deploy", "compose.cluster.yaml"));
        var lines = Command().Match(compose).Groups["line"].Captures.Select(line => line.Value);
        var command = string.Join(' ', lines)
            .Replace("$$", "$", StringComparison.Ordinal)
            .Replace("6080", $"{new Uri(server.Url).Port}", StringComparison.Ordinal);
        Assert.That(command, Does.Contain("/meet/health/ready"));

        using var bash = ChildProcess.Start("bash", ["-c", command]);
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await bash.WaitForExitAsync(bound.Token);
        return bash.ExitCode;
    }

    [GeneratedRegex(@"- -c\n +- >-\n(?: {8}(?<line>[^\n]+)\n)+", RegexOptions.None, 1000)]
    private static partial Regex Command();
}
