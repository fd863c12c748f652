using OpenViduMeet.Infrastructure.Access;
using OpenViduMeet.Infrastructure.LiveKit;
using OpenViduMeet.Infrastructure.Oidc;
using OpenViduMeet.Infrastructure.Storage;
using OpenViduMeet.Infrastructure.Tokens;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.WebApi.FunctionalTests.Settings;

/// <summary>A file that contains a secret, in place of an environment variable.</summary>
public sealed class SecretFileTests
{
    private const string Secret = "hunter2-hunter2-hunter2-hunter2-hunter2";

    private TemporaryDirectory _files = null!;

    [SetUp]
    public void SetUp() => _files = new TemporaryDirectory();

    [TearDown]
    public void TearDown() => _files.Dispose();

    [TestCase("MEET_API_KEY")]
    [TestCase("MEET_SECRET")]
    [TestCase("MEET_ADMIN_SECRET")]
    [TestCase("MEET_JWT_KEY")]
    [TestCase("MEET_OIDC_CLIENT_SECRET")]
    [TestCase("LIVEKIT_API_KEY")]
    [TestCase("LIVEKIT_API_SECRET")]
    [TestCase("MEET_S3_ACCESS_KEY")]
    [TestCase("MEET_S3_SECRET_KEY")]
    public void Every_secret_can_be_read_from_a_file(string variable)
    {
        var (value, faults) = Read(variable, ($"{variable}_FILE", Put($"{Secret}\n")));

        Assert.That(faults, Is.Empty);
        Assert.That(value, Is.EqualTo(Secret));
    }

    [TestCase("hunter2-secret", "hunter2-secret")]
    [TestCase("hunter2-secret\n", "hunter2-secret")]
    [TestCase("hunter2-secret\r\n", "hunter2-secret")]
    [TestCase("hunter2-secret\n\n", "hunter2-secret\n")]
    [TestCase(" hunter2-secret ", " hunter2-secret ")]
    public void One_line_break_at_the_end_is_removed(string content, string expected) =>
        Assert.That(
            Read("MEET_SECRET", ("MEET_SECRET_FILE", Put(content))).Value,
            Is.EqualTo(expected)
        );

    [Test]
    public void The_file_wins_over_the_settings_file() =>
        Assert.That(
            Read(
                "MEET_SECRET",
                ("MEET_SECRET_FILE", Put(Secret)),
                ("Users:User:Secret", "other")
            ).Value,
            Is.EqualTo(Secret)
        );

    [Test]
    public void A_variable_and_its_file_together_are_one_fault()
    {
        var (_, faults) = Read(
            "MEET_SECRET",
            ("MEET_SECRET_FILE", Put(Secret)),
            ("MEET_SECRET", Secret)
        );

        Assert.That(
            faults.Single(),
            Does.StartWith("MEET_SECRET_FILE (")
                .And.Contain("together with MEET_SECRET")
                .And.Not.Contain("hunter2")
        );
    }

    private static IEnumerable<TestCaseData> NoSecrets()
    {
        yield return new TestCaseData<byte[]?>(null).SetArgDisplayNames("missing");
        yield return new TestCaseData<byte[]?>([]).SetArgDisplayNames("empty");
        yield return new TestCaseData<byte[]?>([(byte)'\n']).SetArgDisplayNames("a line break");
        yield return new TestCaseData<byte[]?>([0xff, 0xfe]).SetArgDisplayNames("not UTF-8");
        yield return new TestCaseData<byte[]?>(new byte[100_000]).SetArgDisplayNames("huge");
    }

    [TestCaseSource(nameof(NoSecrets))]
    public void A_file_without_a_secret_is_one_fault_in_Production_too(byte[]? content)
    {
        var path = Path.Combine(_files.Path, "secret");
        if (content is not null)
            File.WriteAllBytes(path, content);

        var (_, faults) = Read(
            isDevelopment: false,
            "MEET_SECRET",
            ("MEET_SECRET_FILE", path),
            ("MEET_ADMIN_SECRET", Secret)
        );

        Assert.That(faults.Single(), Does.StartWith("MEET_SECRET_FILE (").And.Contain("file"));
    }

    private string Put(string content)
    {
        var path = Path.Combine(_files.Path, "secret");
        File.WriteAllText(path, content);
        return path;
    }

    private static (string? Value, string[] Faults) Read(
        string variable,
        params (string Name, string Value)[] values
    ) => Read(isDevelopment: true, variable, values);

    private static (string? Value, string[] Faults) Read(
        bool isDevelopment,
        string variable,
        params (string Name, string Value)[] values
    )
    {
        var settings = WrittenSettings.Of(
            isDevelopment,
            [
                ("MEET_BLOB_STORAGE_MODE", "s3"),
                ("MEET_S3_SERVICE_ENDPOINT", "https://s3.example.com"),
                ("Storage:S3:AccessKey", "access"),
                ("Storage:S3:SecretKey", "secret"),
                ("Users:Admin:Secret", "an-admins-secret"),
                ("LiveKit:ApiKey", "production"),
                ("LiveKit:ApiSecret", "a-secret-of-more-than-32-characters"),
                .. values,
            ]
        );
        var value = variable switch
        {
            "MEET_API_KEY" => settings.Get<UserOptions>().ApiKey,
            "MEET_SECRET" => settings.Get<UserOptions>().Users[0].Secret,
            "MEET_ADMIN_SECRET" => settings.Get<UserOptions>().Users[1].Secret,
            "MEET_JWT_KEY" => settings.Get<JwtOptions>().MeetKey,
            "MEET_OIDC_CLIENT_SECRET" => settings.Get<OidcOptions>().ClientSecret,
            "LIVEKIT_API_KEY" => settings.Get<LiveKitOptions>().ApiKey,
            "LIVEKIT_API_SECRET" => settings.Get<LiveKitOptions>().ApiSecret,
            "MEET_S3_ACCESS_KEY" => settings.Get<S3Options>().AccessKey,
            "MEET_S3_SECRET_KEY" => settings.Get<S3Options>().SecretKey,
            _ => throw new ArgumentOutOfRangeException(nameof(variable)),
        };
        return (value, WrittenSettings.FaultsOf(settings));
    }
}
