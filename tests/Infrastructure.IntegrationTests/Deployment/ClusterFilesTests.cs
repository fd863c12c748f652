using System.Text.RegularExpressions;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.Infrastructure.IntegrationTests.Deployment;

/// <summary>The nodes and the load balancer of deploy/compose.cluster.yaml.</summary>
public sealed partial class ClusterFilesTests
{
    private static readonly string[] Nodes = ["meet-1", "meet-2"];

    private ComposeFile _compose = null!;

    [OneTimeSetUp]
    public async Task ReadAsync() =>
        _compose = await ComposeFile.ReadAsync("compose.cluster.yaml", "cluster.env");

    [Test]
    public void Both_nodes_have_the_same_settings() =>
        Assert.That(_compose.EnvironmentOf("meet-2"), Is.EqualTo(_compose.EnvironmentOf("meet-1")));

    /// <summary>A container waits for health, so that each one that is waited for needs a health check.</summary>
    [Test]
    public void Every_container_has_a_health_check_and_waits_for_those_it_needs()
    {
        Assert.That(
            _compose.Services.Where(service => !service.Value.HasKey("healthcheck")),
            Is.Empty
        );
        var conditions = _compose
            .Services.SelectMany(service => service.Value.Entries("depends_on"))
            .Select(entry => entry.Value["condition"].Scalar());
        Assert.That(conditions, Is.Not.Empty.And.All.EqualTo("service_healthy"));
        Assert.That(
            _compose.Service("nginx").Entries("depends_on").Select(entry => entry.Key),
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
            _compose.EnvironmentOf("meet-1")["MEET_TRUSTED_PROXIES"],
            Is.EqualTo(AddressOf("nginx"))
        );
    }

    [Test]
    public void Published_ports_of_the_load_balancer_are_those_it_listens_on()
    {
        var configuration = File.ReadAllText(Checkout.File("deploy", "nginx.cluster.conf"));
        var listens = Listen().Matches(configuration).Select(match => match.Groups["port"].Value);
        var published = _compose
            .Service("nginx")
            .Items("ports")
            .Select(port => port.Split(':')[^1]);
        Assert.That(published, Is.EquivalentTo(listens));
    }

    private string AddressOf(string service) =>
        _compose.Service(service)["networks"]["cluster"]["ipv4_address"].Scalar();

    [GeneratedRegex(
        @"(?:server|http://) ?(?<target>\d+\.\d+\.\d+\.\d+:\d+)",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Target();

    [GeneratedRegex(@"^\s*listen (?<port>\d+);", RegexOptions.Multiline, 1000)]
    private static partial Regex Listen();
}
