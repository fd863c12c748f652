using System.Text.RegularExpressions;

namespace OpenViduMeet.WebApi.FunctionalTests.Telemetry;

/// <summary>What an expression of Prometheus names: enough of its grammar for our dashboards and alerts.</summary>
internal static partial class Query
{
    private static readonly HashSet<string> Words =
    [
        "and",
        "bool",
        "by",
        "ignoring",
        "offset",
        "on",
        "or",
        "unless",
        "without",
    ];

    /// <summary>The metrics of an expression, each with the labels that the expression compares or groups by.</summary>
    public static IEnumerable<(string Metric, IReadOnlyList<QueriedLabel> Labels)> MetricsOf(
        string expression
    )
    {
        var groups = Grouping()
            .Matches(expression)
            .SelectMany(group => group.Groups["labels"].Value.Split(',', Trimmed))
            .Where(label => label != "le")
            .Select(label => new QueriedLabel(label, Values: []))
            .ToList();
        var rest = Range().Replace(Grouping().Replace(expression, " "), " ");
        foreach (Match selector in Selector().Matches(rest))
        {
            var name = selector.Groups["name"].Value;
            if (selector.Groups["call"].Success || Words.Contains(name))
                continue;
            var compared = Comparison()
                .Matches(selector.Groups["labels"].Value)
                .Select(one => new QueriedLabel(
                    one.Groups["name"].Value,
                    one.Groups["value"].Value.Split('|', Trimmed)
                ));
            yield return (name, [.. groups, .. compared]);
        }
    }

    private const StringSplitOptions Trimmed =
        StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;

    [GeneratedRegex(
        @"\b(by|without|on|ignoring)\s*\((?<labels>[^)]*)\)",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Grouping();

    [GeneratedRegex(@"\[[^\]]*\]|\boffset \w+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Range();

    [GeneratedRegex(
        @"(?<![\w$])(?<name>[a-zA-Z_:][\w:]*)\s*((?<call>\()|\{(?<labels>[^}]*)\})?",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Selector();

    [GeneratedRegex(
        """(?<name>\w+)\s*(=~|!~|!=|=)\s*"(?<value>[^"]*)" """,
        RegexOptions.ExplicitCapture | RegexOptions.IgnorePatternWhitespace,
        1000
    )]
    private static partial Regex Comparison();
}

/// <param name="Values">The values that the label is compared with, if it is compared.</param>
internal sealed record QueriedLabel(string Name, IReadOnlyList<string> Values);
