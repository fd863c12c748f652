using System.Globalization;
using System.Security.Cryptography;
using OpenViduMeet.Infrastructure.Settings;
using OpenViduMeet.TestSupport;
using YamlDotNet.RepresentationModel;

namespace OpenViduMeet.Infrastructure.IntegrationTests.Deployment;

/// <summary>deploy/kubernetes/meet.yaml, which cannot be applied in a test.</summary>
public sealed class KubernetesFileTests
{
    private const string SecretsFolder = "/run/secrets/meet/";

    private Dictionary<string, YamlMappingNode> _objects = null!;

    private Dictionary<string, string> Settings =>
        _objects["ConfigMap"]
            .Entries("data")
            .ToDictionary(entry => entry.Key, entry => entry.Value.Scalar());

    private YamlMappingNode Pod =>
        (YamlMappingNode)_objects["Deployment"]["spec"]["template"]["spec"];

    private YamlMappingNode Container => (YamlMappingNode)Pod["containers"][0];

    [OneTimeSetUp]
    public void Read()
    {
        var text = File.ReadAllText(Checkout.File("deploy", "kubernetes", "meet.yaml"));
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        _objects = stream.Documents.ToDictionary(
            document => document.RootNode["kind"].Scalar(),
            document => (YamlMappingNode)document.RootNode
        );
    }

    [Test]
    public void The_server_accepts_the_settings_with_the_secrets_of_the_guide()
    {
        var guide = File.ReadAllText(Checkout.File("docs", "guides", "kubernetes.md"));
        using var secrets = new TemporaryDirectory();
        var settings = new List<(string, string)>();
        foreach (
            var (name, value) in Settings.Where(setting => setting.Key != "ASPNETCORE_ENVIRONMENT")
        )
        {
            var path = value;
            if (value.StartsWith(SecretsFolder, StringComparison.Ordinal))
            {
                var secret = value[SecretsFolder.Length..];
                Assert.That(guide, Does.Contain($"--from-literal={secret}="));
                path = Path.Combine(secrets.Path, secret);
                File.WriteAllText(
                    path,
                    secret == "database_url"
                        ? "postgres://meet:password@postgres:5432/meet?sslmode=verify-full"
                        : Convert.ToHexString(RandomNumberGenerator.GetBytes(24))
                );
            }

            settings.Add((name, path));
        }

        Assert.That(
            WrittenSettings.FaultsOf(WrittenSettings.Of(isDevelopment: false, settings)),
            Is.Empty
        );
    }

    [Test]
    public void Every_variable_is_a_known_setting() =>
        Assert.That(
            Settings.Keys,
            Is.SubsetOf(
                KnownSettings
                    .All.Select(setting => setting.Variable)
                    .Concat(KnownSettings.All.Select(setting => setting.FileVariable))
                    .Append("ASPNETCORE_ENVIRONMENT")
            )
        );

    [Test]
    public void Secrets_are_files() =>
        Assert.That(
            Settings
                .Where(setting => setting.Key.EndsWith("_FILE", StringComparison.Ordinal))
                .Select(setting => setting.Value),
            Is.Not.Empty.And.All.StartsWith(SecretsFolder)
        );

    [Test]
    public void A_node_has_time_to_stop()
    {
        var grace = int.Parse(
            Pod["terminationGracePeriodSeconds"].Scalar(),
            CultureInfo.InvariantCulture
        );
        var drain = int.Parse(
            Settings["MEET_DRAIN_DELAY"].TrimEnd('s'),
            CultureInfo.InvariantCulture
        );
        Assert.That(grace, Is.GreaterThanOrEqualTo(drain + 25));
    }

    [TestCase("startupProbe", "/meet/health")]
    [TestCase("livenessProbe", "/meet/health")]
    [TestCase("readinessProbe", "/meet/health/ready")]
    public void Probes_ask_the_health_checks(string probe, string path) =>
        Assert.That(Container[probe]["httpGet"]["path"].Scalar(), Is.EqualTo(path));

    [Test]
    public void A_node_may_not_do_more_than_it_needs()
    {
        Assert.That(Pod["securityContext"]["runAsNonRoot"].Scalar(), Is.EqualTo("true"));
        Assert.That(
            Container["securityContext"]["readOnlyRootFilesystem"].Scalar(),
            Is.EqualTo("true")
        );
        Assert.That(
            ((YamlMappingNode)Container["securityContext"]["capabilities"]).Items("drop"),
            Is.EqualTo(["ALL"])
        );
        var mounts = ((YamlSequenceNode)Container["volumeMounts"]).Select(mount =>
            mount["mountPath"].Scalar()
        );
        Assert.That(mounts, Does.Contain(Settings["MEET_DATA_DIR"]).And.Contain("/tmp"));
    }
}
