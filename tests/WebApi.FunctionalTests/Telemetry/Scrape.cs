using System.Text.RegularExpressions;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.WebApi.FunctionalTests.Telemetry;

/// <summary>What Prometheus reads of a server, in its text format.</summary>
internal sealed partial class Scrape
{
    private Scrape(string text)
    {
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (Comment().Match(line) is { Success: true } comment)
            {
                var texts = comment.Groups["kind"].Value == "TYPE" ? Types : Meanings;
                texts[comment.Groups["name"].Value] = comment.Groups["text"].Value;
            }
            else if (Sample().Match(line) is { Success: true } sample)
            {
                Samples.Add(
                    new ScrapedSample(
                        sample.Groups["name"].Value,
                        Label()
                            .Matches(sample.Groups["labels"].Value)
                            .ToDictionary(
                                label => label.Groups["name"].Value,
                                label => label.Groups["value"].Value
                            ),
                        double.Parse(sample.Groups["value"].Value, provider: null)
                    )
                );
            }
            else
                Assert.Fail($"Not a line of a scrape: {line}");
        }
    }

    /// <summary>The types of metrics by their names.</summary>
    public Dictionary<string, string> Types { get; } = new(StringComparer.Ordinal);

    /// <summary>The descriptions of metrics by their names.</summary>
    public Dictionary<string, string> Meanings { get; } = new(StringComparer.Ordinal);

    public List<ScrapedSample> Samples { get; } = [];

    /// <summary>The time series, without their values.</summary>
    public IEnumerable<string> Series => Samples.Select(sample => sample.Series);

    public static async Task<Scrape> OfAsync(MeetApiFactory meet)
    {
        using var prometheus = meet.NewBrowser().With("X-API-KEY", MeetApiFactory.ApiKey);
        using var answer = await prometheus.GetAsync("/metrics");
        Assert.That((int)answer.StatusCode, Is.EqualTo(200));
        return new Scrape(await answer.Content.ReadAsStringAsync());
    }

    /// <summary>The samples of a metric: a histogram has several names.</summary>
    public IEnumerable<ScrapedSample> SamplesOf(string metric) =>
        Samples.Where(sample =>
            sample.Name == metric
            || Types.GetValueOrDefault(metric) == "histogram"
                && sample.Name is var name
                && (
                    name == $"{metric}_bucket"
                    || name == $"{metric}_sum"
                    || name == $"{metric}_count"
                )
        );

    /// <summary>The sum of the samples with this name and these labels.</summary>
    public double Sum(string name, params (string Name, string Value)[] labels) =>
        Samples
            .Where(sample =>
                sample.Name == name
                && labels.All(label => sample.Labels.GetValueOrDefault(label.Name) == label.Value)
            )
            .Sum(sample => sample.Value);

    [GeneratedRegex(
        @"^# (?<kind>TYPE|HELP) (?<name>\S+) (?<text>.*)$",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Comment();

    [GeneratedRegex(
        """^(?<name>[a-z_:][a-z0-9_:]*)(\{(?<labels>([^"}]|"([^"\\]|\\.)*")*)\})? (?<value>\S+)( \d+)?$""",
        RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase,
        1000
    )]
    private static partial Regex Sample();

    [GeneratedRegex(
        """(?<name>\w+)="(?<value>([^"\\]|\\.)*)",?""",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Label();
}

/// <summary>The value of one time series.</summary>
internal sealed record ScrapedSample(
    string Name,
    IReadOnlyDictionary<string, string> Labels,
    double Value
)
{
    public string Series =>
        $"{Name}{{{string.Join(',', Labels.OrderBy(label => label.Key, StringComparer.Ordinal).Select(label => $"{label.Key}={label.Value}"))}}}";
}
