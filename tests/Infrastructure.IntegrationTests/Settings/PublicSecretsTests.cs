using System.Text.RegularExpressions;
using OpenViduMeet.Infrastructure.Settings;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.Infrastructure.IntegrationTests.Settings;

/// <summary>Every secret that stands in this repository's examples is known as a public one.</summary>
public sealed partial class PublicSecretsTests
{
    [Test]
    public void Every_secret_in_an_example_is_known()
    {
        var root = Path.GetDirectoryName(Checkout.File("README.md"))!;
        var examples = Directory
            .GetFiles(Path.Combine(root, "deploy"))
            .Concat(Directory.GetFiles(Path.Combine(root, "docs"), "*.md"))
            .Append(Checkout.File("README.md"))
            .SelectMany(file => Assignment().Matches(File.ReadAllText(file)))
            .Select(assignment => assignment.Groups["value"].Value)
            .ToHashSet(StringComparer.Ordinal);

        Assert.That(examples, Has.Count.GreaterThan(5));
        Assert.That(examples.Where(value => !PublicSecrets.Contains(value)), Is.Empty);
    }

    /// <summary>Matches the value of a secret that is written out: not a reference, a file or a placeholder.</summary>
    [GeneratedRegex(
        @"\b(MEET_SECRET|MEET_ADMIN_SECRET|MEET_API_KEY|MEET_JWT_KEY|LIVEKIT_API_KEY|LIVEKIT_API_SECRET|MEET_S3_\w+_KEY|MEET_OIDC_CLIENT_SECRET|MINIO_ROOT_\w+|REDIS_PASSWORD|POSTGRES_PASSWORD)(=|: )""?(?<value>[A-Za-z0-9_-]+)",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Assignment();
}
