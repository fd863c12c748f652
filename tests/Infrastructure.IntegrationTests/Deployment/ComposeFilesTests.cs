using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using OpenViduMeet.Infrastructure.Settings;
using OpenViduMeet.TestSupport;
using YamlDotNet.RepresentationModel;

namespace OpenViduMeet.Infrastructure.IntegrationTests.Deployment;

/// <summary>
/// The Compose files and what belongs to them. The containers cannot be started in a test: a file is read, and what it says is compared
/// with what it names.
/// </summary>
/// <param name="node">The container of a server.</param>
[TestFixture("compose.yaml", ".env", "meet")]
[TestFixture("compose.cluster.yaml", "cluster.env", "meet-1")]
public sealed partial class ComposeFilesTests(string file, string variables, string node)
{
    private ComposeFile _compose = null!;

    [OneTimeSetUp]
    public async Task ReadAsync() => _compose = await ComposeFile.ReadAsync(file, variables);

    [Test]
    public void Every_variable_of_a_node_is_a_known_setting()
    {
        var known = KnownSettings
            .All.Select(setting => setting.Variable)
            .Concat(KnownSettings.All.Select(setting => setting.FileVariable))
            .Append("ASPNETCORE_ENVIRONMENT");
        Assert.That(_compose.EnvironmentOf(node).Keys, Is.Not.Empty.And.SubsetOf(known));
    }

    [Test]
    public async Task The_server_accepts_the_settings_with_secrets_that_make_secrets_made()
    {
        using var secrets = new TemporaryDirectory();
        await MakeSecretsAsync(secrets.Path);
        var settings = _compose
            .EnvironmentOf(node)
            .Where(setting => setting.Key != "ASPNETCORE_ENVIRONMENT")
            .Select(setting =>
                (
                    setting.Key,
                    setting.Value.Replace(
                        ComposeFile.SecretsFolder,
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
        var named = ((YamlMappingNode)_compose.Root["secrets"]).Select(secret =>
            Path.GetFileName(secret.Value["file"].Scalar())
        );
        Assert.That(
            Directory.GetFiles(secrets.Path).Select(Path.GetFileName),
            Is.SupersetOf(named)
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
            from service in _compose.Services
            from use in SecretUse()
                .Matches(service.Value.AllText())
                .Select(match => match.Groups[1].Value)
            where !service.Value.Items("secrets").Contains(use, StringComparer.Ordinal)
            select $"{service.Key}: {use}";
        Assert.That(missing, Is.Empty);
    }

    [Test]
    public void No_secret_is_written_in_the_file()
    {
        var used = ComposeFile
            .Variable()
            .Matches(_compose.Text)
            .Select(match => match.Groups["name"].Value);
        Assert.That(used.Distinct(), Is.SubsetOf(_compose.Variables.Keys));
        Assert.That(
            _compose.Variables.Keys,
            Has.None.Contains("SECRET").And.None.Contains("PASSWORD")
        );
    }

    [Test]
    public void Containers_and_volumes_that_are_named_exist()
    {
        var names = _compose.Services.Select(service => service.Key).ToList();
        var volumes = ((YamlMappingNode)_compose.Root["volumes"]).Children.Keys.Select(
            YamlNodes.Scalar
        );
        var depended = _compose
            .Services.SelectMany(service => service.Value.Entries("depends_on"))
            .Select(entry => entry.Key);
        var mounted = _compose
            .Services.SelectMany(service => service.Value.Items("volumes"))
            .Select(volume => volume.Split(':')[0])
            .Where(volume => volume[0] is not ('.' or '/'));
        var hosts = _compose
            .Services.SelectMany(service => Url().Matches(service.Value.AllText()))
            .Select(match => match.Groups["host"].Value)
            .Where(host => host != "127.0.0.1" && !host.StartsWith('$'));

        Assert.That(depended.Distinct(), Is.Not.Empty.And.SubsetOf(names));
        Assert.That(mounted.Distinct(), Is.Not.Empty.And.SubsetOf(volumes));
        Assert.That(hosts.Distinct(), Is.Not.Empty.And.SubsetOf(names));
    }

    /// <summary>docs/deployment.md, "Stopping": the drain, and 25 s more.</summary>
    [Test]
    public void A_node_has_time_to_stop()
    {
        var drain = Seconds(_compose.EnvironmentOf(node)["MEET_DRAIN_DELAY"]);
        var grace = Seconds(_compose.Service(node)["stop_grace_period"].Scalar());
        Assert.That(grace, Is.GreaterThanOrEqualTo(drain + 25));
    }

    [Test]
    public void A_node_writes_to_volumes_only()
    {
        var service = _compose.Service(node);
        Assert.That(service["read_only"].Scalar(), Is.EqualTo("true"));
        Assert.That(service.Items("tmpfs"), Is.EqualTo(["/tmp"]));
        Assert.That(
            service.Items("volumes").Select(volume => volume.Split(':')[^1]),
            Does.Contain("/data")
        );
        Assert.That(service.Items("cap_drop"), Is.EqualTo(["ALL"]));
    }

    [Test]
    public void Containers_wait_for_the_health_of_those_they_need()
    {
        var waits = _compose
            .Services.SelectMany(service => service.Value.Entries("depends_on"))
            .Select(wait => (On: _compose.Service(wait.Key), For: wait.Value["condition"].Scalar()))
            .ToList();
        Assert.That(waits, Is.Not.Empty);
        Assert.That(
            waits.Where(wait => wait.For == "service_healthy" && !wait.On.HasKey("healthcheck")),
            // The image has a health check of its own.
            Is.All.Matches<(YamlMappingNode On, string)>(wait => wait.On.HasKey("build"))
        );
        Assert.That(
            waits.Where(wait => wait.For == "service_completed_successfully"),
            Is.All.Matches<(YamlMappingNode On, string)>(wait =>
                wait.On["restart"].Scalar() == "no"
            )
        );
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

    [GeneratedRegex(@"/run/secrets/([\w.]+)", RegexOptions.None, 1000)]
    private static partial Regex SecretUse();

    [GeneratedRegex(@"\w+://(?<host>[^:/\s]+):\d+", RegexOptions.None, 1000)]
    private static partial Regex Url();
}
