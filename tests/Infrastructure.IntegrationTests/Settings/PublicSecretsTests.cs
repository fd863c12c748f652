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
            .GetFiles(Path.Combine(root, "deploy"), "*", SearchOption.AllDirectories)
            .Concat(
                Directory.GetFiles(Path.Combine(root, "docs"), "*.md", SearchOption.AllDirectories)
            )
            .Append(Checkout.File("README.md"))
            .ToList();

        Assert.That(examples, Is.Not.Empty);
        Assert.That(
            examples
                .SelectMany(file => ValuesIn(File.ReadAllText(file)))
                .Where(value => !PublicSecrets.Contains(value)),
            Is.Empty
        );
    }

    [TestCase("MEET_API_KEY=developmentapikey0replaceme", "developmentapikey0replaceme")]
    [TestCase("export LIVEKIT_API_SECRET=\"secret\"", "secret")]
    [TestCase("MEET_ADMIN_SECRET_FILE=/run/secrets/admin", null)]
    [TestCase("MEET_API_KEY=$KEY", null)]
    public void A_secret_is_seen_where_it_is_written_out(string text, string? value) =>
        Assert.That(
            ValuesIn(text),
            Is.EqualTo(value is null ? Array.Empty<string>() : new[] { value })
        );

    private static IEnumerable<string> ValuesIn(string text) =>
        Assignment().Matches(text).Select(assignment => assignment.Groups["value"].Value);

    /// <summary>Matches the value of a secret that is written out: not a reference, a file or a placeholder.</summary>
    [GeneratedRegex(
        @"\b(MEET_SECRET|MEET_ADMIN_SECRET|MEET_API_KEY|MEET_JWT_KEY|LIVEKIT_API_KEY|LIVEKIT_API_SECRET|MEET_S3_\w+_KEY|MEET_OIDC_CLIENT_SECRET|MINIO_ROOT_\w+|REDIS_PASSWORD|POSTGRES_PASSWORD)=""?(?!base64:)(?<value>[A-Za-z0-9_-]+)",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Assignment();
}
