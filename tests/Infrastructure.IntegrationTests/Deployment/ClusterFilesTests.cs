using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using OpenViduMeet.Infrastructure.Settings;
using OpenViduMeet.TestSupport;
using YamlDotNet.RepresentationModel;

namespace OpenViduMeet.Infrastructure.IntegrationTests.Deployment;

/// <summary>
/// deploy/compose.cluster.yaml and what belongs to it. The containers cannot be started in a test: the file is read, and what it says is
/// compared with what it names.
/// </summary>
public sealed partial class ClusterFilesTests
{
    private const string SecretsFolder = "/run/secrets/";

    private static readonly string[] Nodes = ["meet-1", "meet-2"];

    private YamlMappingNode _compose = null!;
    private Dictionary<string, string> _variables = null!;

    [OneTimeSetUp]
    public async Task ReadAsync()
    {
        using var reader = File.OpenText(Checkout.File("deploy", "compose.cluster.yaml"));
        var stream = new YamlStream();
        // Merges (<<) are resolved.
        stream.Load(new YamlDotNet.Core.MergingParser(new YamlDotNet.Core.Parser(reader)));
        _compose = (YamlMappingNode)stream.Documents[0].RootNode;
        _variables = (await File.ReadAllLinesAsync(Checkout.File("deploy", "cluster.env")))
            .Where(line => line.Contains('=', StringComparison.Ordinal) && line[0] != '#')
            .Select(line => line.Split('=', 2))
            .ToDictionary(parts => parts[0], parts => parts[1]);
    }

    [Test]
    public void Every_variable_of_a_node_is_a_known_setting()
    {
        var known = KnownSettings
            .All.Select(setting => setting.Variable)
            .Concat(KnownSettings.All.Select(setting => setting.FileVariable))
            .Append("ASPNETCORE_ENVIRONMENT");
        Assert.That(EnvironmentOf("meet-1").Keys, Is.Not.Empty.And.SubsetOf(known));
    }

    [Test]
    public void Both_nodes_have_the_same_settings() =>
        Assert.That(EnvironmentOf("meet-2"), Is.EqualTo(EnvironmentOf("meet-1")));

    [Test]
    public async Task The_server_accepts_the_settings_with_secrets_that_make_secrets_made()
    {
        using var secrets = new TemporaryDirectory();
        await MakeSecretsAsync(secrets.Path);
        var settings = EnvironmentOf("meet-1")
            .Where(setting => setting.Key != "ASPNETCORE_ENVIRONMENT")
            .Select(setting =>
                (
                    setting.Key,
                    setting.Value.Replace(
                        SecretsFolder,
                        secrets.Path + "/",
                        StringComparison.Ordinal
                    )
                )
            );

        Assert.That(
            WrittenSettings.FaultsOf(WrittenSettings.Of(isDevelopment: false, settings)),
            Is.Empty
        );
    }

    [Test]
    public async Task Make_secrets_makes_each_secret_that_the_file_names_and_changes_none_that_is_there()
    {
        using var secrets = new TemporaryDirectory();
        await MakeSecretsAsync(secrets.Path);
        var named = ((YamlMappingNode)_compose["secrets"]).Select(secret =>
            Path.GetFileName(Text(secret.Value["file"]))
        );
        Assert.That(
            Directory.GetFiles(secrets.Path).Select(Path.GetFileName),
            Is.EquivalentTo(named)
        );

        var before = Contents(secrets.Path);
        await MakeSecretsAsync(secrets.Path);
        Assert.That(Contents(secrets.Path), Is.EqualTo(before));
        Assert.That(
            new DirectoryInfo(secrets.Path).UnixFileMode,
            Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute)
        );
    }

    [Test]
    public void A_container_that_reads_a_secret_is_given_it()
    {
        var missing =
            from service in Services()
            from use in SecretUse()
                .Matches(TextOf(service.Value))
                .Select(match => match.Groups[1].Value)
            where !SecretsOf(service.Value).Contains(use, StringComparer.Ordinal)
            select $"{service.Key}: {use}";
        Assert.That(missing, Is.Empty);
    }

    [Test]
    public void No_secret_is_written_in_the_file()
    {
        var text = File.ReadAllText(Checkout.File("deploy", "compose.cluster.yaml"));
        var variables = Variable().Matches(text).Select(match => match.Groups["name"].Value);
        Assert.That(variables.Distinct(), Is.SubsetOf(_variables.Keys));
        Assert.That(_variables.Keys, Has.None.Contains("SECRET").And.None.Contains("PASSWORD"));
    }

    [Test]
    public void Containers_and_volumes_that_are_named_exist()
    {
        var names = Services().Select(service => service.Key).ToList();
        var volumes = ((YamlMappingNode)_compose["volumes"]).Children.Keys.Select(Text);
        var depended = Services()
            .SelectMany(service => Entries(service.Value, "depends_on"))
            .Select(entry => entry.Key);
        var mounted = Services()
            .SelectMany(service => Items(service.Value, "volumes"))
            .Select(volume => volume.Split(':')[0])
            .Where(volume => !volume.StartsWith('.'));
        var hosts = Services()
            .SelectMany(service => Url().Matches(TextOf(service.Value)))
            .Select(match => match.Groups["host"].Value)
            .Where(host => host != "127.0.0.1" && !host.StartsWith('$'));

        Assert.That(depended.Distinct(), Is.Not.Empty.And.SubsetOf(names));
        Assert.That(mounted.Distinct(), Is.Not.Empty.And.SubsetOf(volumes));
        Assert.That(hosts.Distinct(), Is.Not.Empty.And.SubsetOf(names));
    }

    /// <summary>A container waits for health, so that each one that is waited for needs a health check.</summary>
    [Test]
    public void Every_container_has_a_health_check_and_waits_for_those_it_needs()
    {
        Assert.That(Services().Where(service => !HasKey(service.Value, "healthcheck")), Is.Empty);
        var conditions = Services()
            .SelectMany(service => Entries(service.Value, "depends_on"))
            .Select(entry => Text(entry.Value["condition"]));
        Assert.That(conditions, Is.Not.Empty.And.All.EqualTo("service_healthy"));
        Assert.That(
            Entries(Service("nginx"), "depends_on").Select(entry => entry.Key),
            Is.SupersetOf(Nodes)
        );
    }

    [Test]
    public void Addresses_in_the_load_balancer_s_configuration_are_those_of_the_containers()
    {
        var configuration = File.ReadAllText(Checkout.File("deploy", "nginx.cluster.conf"));
        var targets = Target().Matches(configuration).Select(match => match.Groups["target"].Value);
        Assert.That(
            targets,
            Is.EquivalentTo([
                .. Nodes.Select(node => $"{AddressOf(node)}:6080"),
                $"{AddressOf("livekit")}:7880",
            ])
        );
        Assert.That(
            EnvironmentOf("meet-1")["MEET_TRUSTED_PROXIES"],
            Is.EqualTo(AddressOf("nginx"))
        );
    }

    [Test]
    public void Published_ports_of_the_load_balancer_are_those_it_listens_on()
    {
        var configuration = File.ReadAllText(Checkout.File("deploy", "nginx.cluster.conf"));
        var listens = Listen().Matches(configuration).Select(match => match.Groups["port"].Value);
        var published = Items(Service("nginx"), "ports").Select(port => port.Split(':')[^1]);
        Assert.That(published, Is.EquivalentTo(listens));
    }

    /// <summary>docs/deployment.md, "Stopping": the drain, and 25 s more.</summary>
    [TestCaseSource(nameof(Nodes))]
    public void A_node_has_time_to_stop(string node)
    {
        var drain = Seconds(EnvironmentOf(node)["MEET_DRAIN_DELAY"]);
        var grace = Seconds(Text(Service(node)["stop_grace_period"]));
        Assert.That(grace, Is.GreaterThanOrEqualTo(drain + 25));
    }

    private static int Seconds(string duration) =>
        int.Parse(duration.TrimEnd('s'), CultureInfo.InvariantCulture);

    private static async Task MakeSecretsAsync(string folder)
    {
        using var process = Process.Start(
            new ProcessStartInfo(Checkout.File("deploy", "make-secrets"), [folder])
            {
                UseShellExecute = false,
            }
        )!;
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await process.WaitForExitAsync(bound.Token);
        Assert.That(process.ExitCode, Is.Zero);
    }

    private static string[] Contents(string folder) =>
        [.. Directory.GetFiles(folder).Order(StringComparer.Ordinal).Select(File.ReadAllText)];

    private IEnumerable<KeyValuePair<string, YamlMappingNode>> Services() =>
        Entries(_compose, "services")
            .Select(entry => KeyValuePair.Create(entry.Key, (YamlMappingNode)entry.Value));

    private YamlMappingNode Service(string name) => (YamlMappingNode)_compose["services"][name];

    private Dictionary<string, string> EnvironmentOf(string service) =>
        Entries(Service(service), "environment")
            .ToDictionary(
                entry => entry.Key,
                entry =>
                    Variable()
                        .Replace(Text(entry.Value), match => _variables[match.Groups["name"].Value])
            );

    private string AddressOf(string service) =>
        Text(Service(service)["networks"]["cluster"]["ipv4_address"]);

    private static IEnumerable<string> SecretsOf(YamlMappingNode service) =>
        Items(service, "secrets");

    private static string Text(YamlNode node) => ((YamlScalarNode)node).Value!;

    private static string TextOf(YamlNode node) =>
        string.Join('\n', node.AllNodes.OfType<YamlScalarNode>().Select(Text));

    private static bool HasKey(YamlMappingNode node, string key) =>
        node.Children.ContainsKey(new YamlScalarNode(key));

    private static IEnumerable<KeyValuePair<string, YamlNode>> Entries(
        YamlMappingNode node,
        string key
    ) =>
        HasKey(node, key)
            ? ((YamlMappingNode)node[key]).Select(entry =>
                KeyValuePair.Create(Text(entry.Key), entry.Value)
            )
            : [];

    private static IEnumerable<string> Items(YamlMappingNode node, string key) =>
        HasKey(node, key) ? ((YamlSequenceNode)node[key]).Select(Text) : [];

    [GeneratedRegex(@"\$\{(?<name>\w+)[^}]*\}", RegexOptions.None, 1000)]
    private static partial Regex Variable();

    [GeneratedRegex(@"/run/secrets/([\w.]+)", RegexOptions.None, 1000)]
    private static partial Regex SecretUse();

    [GeneratedRegex(@"\w+://(?<host>[^:/\s]+):\d+", RegexOptions.None, 1000)]
    private static partial Regex Url();

    [GeneratedRegex(
        @"(?:server|http://) ?(?<target>\d+\.\d+\.\d+\.\d+:\d+)",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Target();

    [GeneratedRegex(@"^\s*listen (?<port>\d+);", RegexOptions.Multiline, 1000)]
    private static partial Regex Listen();
}
