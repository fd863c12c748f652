using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.WebApi.FunctionalTests.Limits;

/// <summary>The server stops before the container is killed.</summary>
public sealed partial class StoppingTests
{
    /// <summary>The time for steps after the requests, such as closing the database.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(10);

    [Test]
    public async Task The_container_s_grace_period_is_longer_than_the_server_takes_to_stop()
    {
        await using var meet = new MeetApiFactory();
        _ = meet.Address;
        var stopping = meet.Services.GetRequiredService<IOptions<HostOptions>>().Value;
        var compose = await File.ReadAllTextAsync(Checkout.File("deploy", "compose.yaml"));
        var docs = await File.ReadAllTextAsync(Checkout.File("docs", "deployment.md"));
        var meets = compose[compose.IndexOf("  meet:", StringComparison.Ordinal)..];

        var grace = Seconds(GracePeriod().Match(meets));

        Assert.That(stopping.ShutdownTimeout + Margin, Is.LessThanOrEqualTo(grace));
        Assert.That(Seconds(DocumentedGracePeriod().Match(docs)), Is.EqualTo(grace));
        Assert.That(
            Seconds(DocumentedDrainTime().Match(docs)),
            Is.EqualTo(stopping.ShutdownTimeout)
        );
        Assert.That(stopping.ServicesStopConcurrently, "they share the time with the requests");
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

    [GeneratedRegex(@"gives requests under way (?<seconds>\d+) s", RegexOptions.None, 1000)]
    private static partial Regex DocumentedDrainTime();
}
