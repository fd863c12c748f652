using System.Globalization;
using System.Text.RegularExpressions;
using OpenViduMeet.TestSupport;
using OpenViduMeet.WebApi.Settings;
using OpenViduMeet.WebApi.Stopping;

namespace OpenViduMeet.WebApi.FunctionalTests.Stopping;

/// <summary>The server stops before the container is killed.</summary>
public sealed partial class StopTimeTests
{
    /// <summary>The time for steps after the requests, such as closing the database.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(10);

    [Test]
    public async Task The_container_s_grace_period_is_longer_than_the_server_takes_to_stop()
    {
        var drainDelay = new ServerOptions().DrainDelay;
        var compose = await File.ReadAllTextAsync(Checkout.File("deploy", "compose.yaml"));
        var docs = await File.ReadAllTextAsync(Checkout.File("docs", "deployment.md"));
        var meets = compose[compose.IndexOf("  meet:", StringComparison.Ordinal)..];

        var grace = Seconds(GracePeriod().Match(meets));

        Assert.That(drainDelay + ServerStop.HostTime + Margin, Is.LessThanOrEqualTo(grace));
        Assert.That(Seconds(DocumentedGracePeriod().Match(docs)), Is.EqualTo(grace));
        Assert.That(Seconds(DocumentedExtra().Match(docs)), Is.EqualTo(grace - drainDelay));
        Assert.That(Seconds(DocumentedDrainDelay().Match(docs)), Is.EqualTo(drainDelay));
        Assert.That(Seconds(DocumentedStopTime().Match(docs)), Is.EqualTo(ServerStop.StopTime));
    }

    /// <summary>nginx closes an idle connection before a stopping node does.</summary>
    [Test]
    public async Task The_documented_proxy_keeps_idle_connections_for_less_than_the_drain_delay()
    {
        var docs = await File.ReadAllTextAsync(
            Checkout.File("docs", "guides", "behind-a-proxy.md")
        );

        Assert.That(
            Seconds(KeepAliveTimeout().Match(docs)),
            Is.LessThan(new ServerOptions().DrainDelay)
        );
    }

    private static TimeSpan Seconds(Match match)
    {
        Assert.That(match.Success);
        return TimeSpan.FromSeconds(
            int.Parse(match.Groups["seconds"].Value, CultureInfo.InvariantCulture)
        );
    }

    [GeneratedRegex(@"stop_grace_period: (?<seconds>\d+)s", RegexOptions.None, 1000)]
    private static partial Regex GracePeriod();

    [GeneratedRegex(
        @"`stop_grace_period` in `deploy/compose.yaml` is (?<seconds>\d+) s",
        RegexOptions.None,
        1000
    )]
    private static partial Regex DocumentedGracePeriod();

    [GeneratedRegex(@"`MEET_DRAIN_DELAY` and (?<seconds>\d+) s more", RegexOptions.None, 1000)]
    private static partial Regex DocumentedExtra();

    [GeneratedRegex(@"for `MEET_DRAIN_DELAY` \((?<seconds>\d+) s\)", RegexOptions.None, 1000)]
    private static partial Regex DocumentedDrainDelay();

    [GeneratedRegex(@"gives requests under way (?<seconds>\d+) s", RegexOptions.None, 1000)]
    private static partial Regex DocumentedStopTime();

    [GeneratedRegex(@"keepalive_timeout (?<seconds>\d+)s;", RegexOptions.None, 1000)]
    private static partial Regex KeepAliveTimeout();
}
