using YamlDotNet.RepresentationModel;

namespace OpenViduMeet.Infrastructure.IntegrationTests.Deployment;

/// <summary>Reads values of YAML.</summary>
internal static class YamlNodes
{
    public static string Scalar(this YamlNode node) => ((YamlScalarNode)node).Value!;

    /// <summary>All texts in a node, one on each line.</summary>
    public static string AllText(this YamlNode node) =>
        string.Join('\n', node.AllNodes.OfType<YamlScalarNode>().Select(Scalar));

    public static bool HasKey(this YamlMappingNode node, string key) =>
        node.Children.ContainsKey(new YamlScalarNode(key));

    /// <summary>The entries of a mapping; none if it is missing.</summary>
    public static IEnumerable<KeyValuePair<string, YamlNode>> Entries(
        this YamlMappingNode node,
        string key
    ) =>
        node.HasKey(key)
            ? ((YamlMappingNode)node[key]).Select(entry =>
                KeyValuePair.Create(entry.Key.Scalar(), entry.Value)
            )
            : [];

    /// <summary>The items of a list; none if it is missing.</summary>
    public static IEnumerable<string> Items(this YamlMappingNode node, string key) =>
        node.HasKey(key) ? ((YamlSequenceNode)node[key]).Select(Scalar) : [];
}
