using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace OpenViduMeet.WebApi.FunctionalTests.OpenApi;

/// <summary>
/// Checks that our document says everything that a specification says. Our document may say more, and a text may continue after the
/// specification's. It may differ only in these points: example values, an enumeration in place of a list of values in a description, an
/// integer in place of a number, and a server without its host.
/// </summary>
internal sealed partial class DocumentComparison
{
    private readonly JsonNode _specified;
    private readonly JsonNode _ours;
    private readonly List<string> _differences = [];

    private DocumentComparison(string specified, string ours)
    {
        _specified = JsonNode.Parse(specified)!;
        _ours = JsonNode.Parse(ours)!;
    }

    /// <returns>The places where our document lacks something.</returns>
    public static IReadOnlyList<string> Differences(string specified, string ours)
    {
        var comparison = new DocumentComparison(specified, ours);
        comparison.Compare(comparison._specified, comparison._ours, "");
        return comparison._differences;
    }

    private void Compare(JsonNode? specified, JsonNode? ours, string path)
    {
        if (specified is not JsonObject)
        {
            // The YAML reader returns every value as text.
            if (Text(specified) != Text(ours))
                _differences.Add($"{path}: {ours?.ToJsonString() ?? "nothing"}");
            return;
        }

        var expected = Resolve(specified, _specified)!;
        if (Resolve(ours, _ours) is not { } actual)
        {
            _differences.Add($"{path}: nothing");
            return;
        }

        if (IsTrue(actual["nullable"]) && !IsTrue(expected["nullable"]))
            _differences.Add($"{path}: nullable");
        foreach (var (key, value) in expected)
            CompareProperty(key, value!, actual, $"{path}/{key}");
    }

    private void CompareProperty(string key, JsonNode value, JsonObject actual, string path)
    {
        var ours = actual[key];
        switch (key)
        {
            case "openapi" or "required" when value is JsonValue:
            case "nullable":
                break;
            case "servers":
                Expect(PathOf(value) == PathOf(ours), path, ours);
                break;
            case "summary" or "description":
                Expect(BeginsWith(ours, Text(value).Split("Possible values:")[0]), path, ours);
                var values = PossibleValues(Text(value));
                if (values.Count > 0)
                    Expect(
                        actual["enum"] is JsonArray names
                            && names.Select(Text).SequenceEqual(values),
                        path,
                        actual["enum"]
                    );
                break;
            case "example" when value is JsonObject && actual["examples"] is JsonObject examples:
                var closest = examples
                    .Select(example => example.Value!["value"])
                    .FirstOrDefault(example => Text(example!["message"]) == Text(value["message"]));
                Compare(value, closest, path);
                break;
            case "example" when value is JsonValue:
                Expect(ours is not null || actual["enum"] is not null, path, ours);
                break;
            case "type":
                Expect(
                    JsonNode.DeepEquals(value, ours)
                        || (Text(value) == "number" && Text(ours) == "integer"),
                    path,
                    ours
                );
                break;
            default:
                if (value is JsonArray items)
                    CompareItems(items, ours as JsonArray, path);
                else
                    Compare(value, ours, path);
                break;
        }
    }

    private void CompareItems(JsonArray specified, JsonArray? ours, string path)
    {
        foreach (var item in specified)
        {
            var match = ours?.FirstOrDefault(other => Identity(other) == Identity(item));
            if (item is JsonObject)
                Compare(item, match, $"{path}/{Identity(item)}");
            else
                Expect(match is not null, $"{path}/{Text(item)}", ours);
        }
    }

    private void Expect(bool holds, string path, JsonNode? ours)
    {
        if (!holds)
            _differences.Add($"{path}: {ours?.ToJsonString() ?? "nothing"}");
    }

    /// <summary>Follows references, and merges the parts of <c>allOf</c>.</summary>
    private static JsonObject? Resolve(JsonNode? node, JsonNode document)
    {
        if (node is not JsonObject found)
            return null;
        if (found["$ref"] is { } reference)
        {
            var target = Text(reference)
                .Split('/')
                .Skip(1)
                .Aggregate<string, JsonNode?>(document, (part, name) => part?[name]);
            return Resolve(target, document);
        }

        var parts = (found["allOf"] ?? found["oneOf"]) as JsonArray;
        if (parts is null)
            return found;

        var merged = new JsonObject();
        foreach (var part in parts.Select(part => Resolve(part, document)!).Append(found))
        foreach (var (key, value) in part)
        {
            if (key is "allOf" or "oneOf")
                continue;
            if (key == "properties" && merged[key] is JsonObject properties)
                foreach (var (name, property) in value!.AsObject())
                    properties[name] = property!.DeepClone();
            else
                merged[key] = value?.DeepClone();
        }

        return merged;
    }

    private static string Identity(JsonNode? item) =>
        item is JsonObject named
            ? named["name"] is { } name
                ? $"{named["in"]} {name}".Trim()
                : string.Join(',', named.Select(property => property.Key))
            : Text(item);

    private static string PathOf(JsonNode? servers) =>
        servers?[0]?["url"] is { } url
            ? new Uri(new Uri("http://localhost"), Text(url)).AbsolutePath
            : "";

    private static bool BeginsWith(JsonNode? text, string start) =>
        Spaces()
            .Replace(Text(text), " ")
            .StartsWith(Spaces().Replace(start, " ").Trim(), StringComparison.Ordinal);

    private static List<string> PossibleValues(string description) =>
        [.. PossibleValue().Matches(description).Select(match => match.Groups["value"].Value)];

    private static bool IsTrue(JsonNode? node) => node is not null && node.GetValue<bool>();

    private static string Text(JsonNode? node) => node?.ToString() ?? "";

    [GeneratedRegex(@"\s+", RegexOptions.None, 1000)]
    private static partial Regex Spaces();

    [GeneratedRegex(
        @"^ *- (?<value>[A-Z_]+)\r?$",
        RegexOptions.ExplicitCapture | RegexOptions.Multiline,
        1000
    )]
    private static partial Regex PossibleValue();
}
