using System.Text.RegularExpressions;
using OpenViduMeet.TestSupport;
using YamlDotNet.RepresentationModel;

namespace OpenViduMeet.Infrastructure.IntegrationTests.Deployment;

/// <summary>A Compose file in deploy/, with the values of its variables.</summary>
internal sealed partial class ComposeFile
{
    public const string SecretsFolder = "/run/secrets/";

    private ComposeFile(string text, IReadOnlyDictionary<string, string> variables)
    {
        Text = text;
        Variables = variables;
        var stream = new YamlStream();
        // Merges (<<) are resolved.
        stream.Load(
            new YamlDotNet.Core.MergingParser(new YamlDotNet.Core.Parser(new StringReader(text)))
        );
        Root = (YamlMappingNode)stream.Documents[0].RootNode;
    }

    public string Text { get; }

    public IReadOnlyDictionary<string, string> Variables { get; }

    public YamlMappingNode Root { get; }

    public IEnumerable<KeyValuePair<string, YamlMappingNode>> Services =>
        Root.Entries("services")
            .Select(entry => KeyValuePair.Create(entry.Key, (YamlMappingNode)entry.Value));

    /// <param name="variables">The file with the values of the variables.</param>
    public static async Task<ComposeFile> ReadAsync(string name, string variables) =>
        new(
            await File.ReadAllTextAsync(Checkout.File("deploy", name)),
            (await File.ReadAllLinesAsync(Checkout.File("deploy", variables)))
                .Where(line => line.Contains('=', StringComparison.Ordinal) && line[0] != '#')
                .Select(line => line.Split('=', 2))
                .ToDictionary(parts => parts[0], parts => parts[1])
        );

    public YamlMappingNode Service(string name) => (YamlMappingNode)Root["services"][name];

    public Dictionary<string, string> EnvironmentOf(string service) =>
        Service(service)
            .Entries("environment")
            .ToDictionary(
                entry => entry.Key,
                entry =>
                    Variable()
                        .Replace(
                            entry.Value.Scalar(),
                            match => Variables[match.Groups["name"].Value]
                        )
            );

    [GeneratedRegex(@"\$\{(?<name>\w+)[^}]*\}", RegexOptions.None, 1000)]
    public static partial Regex Variable();
}
