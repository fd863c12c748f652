using System.Text.RegularExpressions;
using System.Xml.Linq;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.Infrastructure.IntegrationTests.Deployment;

/// <summary>
/// The image of deploy/Dockerfile and that of <c>dotnet publish -t:PublishContainer</c>. The base image cannot be pulled in a test: what
/// the two say is compared.
/// </summary>
public sealed partial class ImageTests
{
    private string _docker = null!;
    private XElement _project = null!;

    [OneTimeSetUp]
    public void Read()
    {
        _docker = File.ReadAllText(Checkout.File("deploy", "Dockerfile"));
        _project = XElement.Load(Checkout.File("src", "WebApi", "WebApi.csproj"));
    }

    [Test]
    public void Both_have_the_same_base_image() =>
        Assert.That(
            Property("ContainerBaseImage"),
            Is.EqualTo(From().Matches(_docker)[^1].Groups["image"].Value)
        );

    [Test]
    public void Both_run_as_the_same_user_who_is_not_root()
    {
        var id = UserId().Match(_docker).Groups["id"].Value;
        Assert.That(_docker, Does.Contain("USER $USER_ID:0"));
        Assert.That(Property("ContainerUser"), Is.EqualTo($"{id}:0"));
        Assert.That(id, Is.Not.EqualTo("0"));
    }

    [Test]
    public void Both_have_the_same_folder_port_and_environment()
    {
        var folder = _docker
            .Split('\n')
            .Last(line => line.StartsWith("WORKDIR ", StringComparison.Ordinal));
        Assert.That(folder, Is.EqualTo($"WORKDIR {Property("ContainerWorkingDirectory")}"));
        Assert.That(
            _project
                .Descendants("ContainerPort")
                .Select(port => $"EXPOSE {(string?)port.Attribute("Include")}"),
            Is.All.Matches<string>(_docker.Contains).And.Not.Empty
        );
        var environment = _project
            .Descendants("ContainerEnvironmentVariable")
            .Select(variable =>
                $"{(string?)variable.Attribute("Include")}={(string?)variable.Attribute("Value")}"
            );
        Assert.That(_docker, Does.Contain($"ENV {string.Join(' ', environment)}\n"));
    }

    private string Property(string name) => _project.Descendants(name).Single().Value;

    [GeneratedRegex(@"^FROM (?:--platform=\S+ )?(?<image>\S+)", RegexOptions.Multiline, 1000)]
    private static partial Regex From();

    [GeneratedRegex(@"^ARG USER_ID=(?<id>\d+)", RegexOptions.Multiline, 1000)]
    private static partial Regex UserId();
}
