using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using OpenViduMeet.Application.Telemetry;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.WebApi.FunctionalTests.Telemetry;

/// <summary>The documentation, the dashboard and the alerts name the metrics that a busy server has.</summary>
public sealed partial class MetricsListTests : BusyServerTests
{
    /// <summary>The variable that makes the test write the list instead of comparing it.</summary>
    private const string UpdateVariable = "UPDATE_METRICS";

    private const string OutcomeLabel = "meet_outcome";

    /// <summary>Metrics and labels that Prometheus adds itself.</summary>
    private static readonly string[] OfPrometheus = ["up", "job", "instance"];

    private static readonly string[] Outcomes =
    [
        Outcome.Done,
        Outcome.Cancelled,
        Outcome.Exception,
        .. Enum.GetValues<ErrorKind>().Select(kind => Outcome.Of(new Error(kind, "", ""))),
    ];

    [Test]
    public async Task The_documentation_the_dashboard_and_the_alerts_name_what_a_scrape_has()
    {
        var scrape = await ScrapeAfterEverythingAsync();

        await CompareListAsync(scrape);
        var expressions = await ExpressionsAsync();
        Assert.That(expressions, Has.Count.GreaterThan(50));
        Assert.Multiple(() =>
        {
            foreach (var expression in expressions)
            foreach (var (metric, labels) in Query.MetricsOf(expression))
                ShouldHave(scrape, metric, labels, expression);
        });
    }

    [Test]
    public async Task Each_outcome_is_documented()
    {
        var page = await File.ReadAllTextAsync(Checkout.File("docs", "observability.md"));
        Assert.That(Outcomes.Where(outcome => !page.Contains($"`{outcome}`")), Is.Empty);
    }

    [Test]
    public async Task Each_alert_has_its_part_of_the_runbook_and_links_to_it()
    {
        var rules = await File.ReadAllTextAsync(Checkout.File("deploy", "grafana", "alerts.yaml"));
        var names = Alert().Matches(rules).Select(alert => alert.Groups["name"].Value).ToList();
        var runbook = await File.ReadAllTextAsync(Checkout.File("docs", "runbook.md"));
        var parts = Heading().Matches(runbook).Select(part => part.Groups["name"].Value).ToList();

        Assert.That(names, Has.Count.GreaterThan(10));
        Assert.That(parts, Is.EqualTo(names));
        foreach (var name in names)
            Assert.That(rules, Does.Contain($"docs/runbook.md#{name.ToLowerInvariant()}\""));
    }

    private static void ShouldHave(
        Scrape scrape,
        string metric,
        IReadOnlyList<QueriedLabel> labels,
        string expression
    )
    {
        if (OfPrometheus.Contains(metric))
            return;
        var samples = scrape.Samples.Where(sample => sample.Name == metric).ToList();
        Assert.That(samples, Is.Not.Empty, $"{metric} of {expression}");
        foreach (var label in labels.Where(label => !OfPrometheus.Contains(label.Name)))
        {
            var known = samples
                .Select(sample => sample.Labels.GetValueOrDefault(label.Name))
                .OfType<string>()
                .ToList();
            Assert.That(known, Is.Not.Empty, $"{label.Name} of {expression}");
            if (label.Name == OutcomeLabel)
                known.AddRange(Outcomes);
            foreach (var value in label.Values)
                Assert.That(
                    known.Any(text => Matches(text, value)),
                    $"{label.Name} {value} of {expression}"
                );
        }
    }

    /// <summary>Prometheus compares with the whole text.</summary>
    private static bool Matches(string text, string pattern) =>
        Regex.IsMatch(
            text,
            $"^({pattern})$",
            RegexOptions.ExplicitCapture,
            TimeSpan.FromSeconds(1)
        );

    /// <summary>All expressions of the dashboard and the alerts.</summary>
    private static async Task<List<string>> ExpressionsAsync()
    {
        var rules = await File.ReadAllTextAsync(Checkout.File("deploy", "grafana", "alerts.yaml"));
        using var dashboard = JsonDocument.Parse(
            await File.ReadAllTextAsync(Checkout.File("deploy", "grafana", "dashboard.json"))
        );
        return
        [
            .. Expression().Matches(rules).Select(rule => rule.Groups["text"].Value),
            .. dashboard
                .RootElement.GetProperty("panels")
                .EnumerateArray()
                .SelectMany(panel =>
                    panel.TryGetProperty("targets", out var targets)
                        ? targets.EnumerateArray().Select(target => target.GetProperty("expr"))
                        : []
                )
                .Select(expression => expression.GetString()!),
        ];
    }

    private static async Task CompareListAsync(Scrape scrape)
    {
        var file = Checkout.File("docs", "observability.md");
        var page = await File.ReadAllTextAsync(file);
        var written = Replace(page, "metrics", scrape, IsOfEveryDatabase);
        // Npgsql measures for the whole process, also where other tests use PostgreSQL.
        if (DatabaseOfTests.IsPostgres)
            written = Replace(
                written,
                "metrics of PostgreSQL",
                scrape,
                name => !IsOfEveryDatabase(name)
            );
        if (Environment.GetEnvironmentVariable(UpdateVariable) is not null)
            await File.WriteAllTextAsync(file, written);
        else
            Assert.That(page, Is.EqualTo(written), $"Run the test with {UpdateVariable}=1");
    }

    private static bool IsOfEveryDatabase(string metric) =>
        !metric.StartsWith("db_", StringComparison.Ordinal);

    private static string Replace(
        string page,
        string part,
        Scrape scrape,
        Func<string, bool> belongs
    )
    {
        var begin = page.IndexOf('\n', page.IndexOf($"<!-- {part}:", StringComparison.Ordinal)) + 1;
        var end = page.IndexOf($"<!-- end of {part} -->", StringComparison.Ordinal);
        var list = new StringBuilder("| name | type | labels | meaning |\n|---|---|---|---|\n");
        foreach (
            var (name, type) in scrape
                .Types.Where(metric => belongs(metric.Key))
                .OrderBy(metric => metric.Key, StringComparer.Ordinal)
        )
        {
            var labels = scrape
                .SamplesOf(name)
                .SelectMany(sample => sample.Labels.Keys)
                .Where(label => label != "le" && name != "target_info")
                .Distinct()
                .Order(StringComparer.Ordinal)
                .Select(label => $"`{label}`");
            list.Append(
                $"| `{name}` | {type} | {string.Join(", ", labels)} | {scrape.Meanings[name]} |\n"
            );
        }

        return page[..begin] + list + page[end..];
    }

    [GeneratedRegex(
        "^ +- alert: (?<name>.+)$",
        RegexOptions.ExplicitCapture | RegexOptions.Multiline,
        1000
    )]
    private static partial Regex Alert();

    [GeneratedRegex(
        "^ +expr: (?<text>.+)$",
        RegexOptions.ExplicitCapture | RegexOptions.Multiline,
        1000
    )]
    private static partial Regex Expression();

    [GeneratedRegex(
        "^## (?<name>.+)$",
        RegexOptions.ExplicitCapture | RegexOptions.Multiline,
        1000
    )]
    private static partial Regex Heading();
}
