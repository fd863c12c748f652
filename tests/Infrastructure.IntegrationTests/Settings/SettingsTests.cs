using OpenViduMeet.Infrastructure.Tokens;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.Infrastructure.IntegrationTests.Settings;

public sealed class SettingsTests
{
    private const string Lifetime = "MEET_ACCESS_TOKEN_EXPIRATION";

    [TestCase("30s", 30)]
    [TestCase("15m", 15 * 60)]
    [TestCase("6h", 6 * 3600)]
    [TestCase(" 1d ", 24 * 3600)]
    public void A_duration_is_a_number_and_a_unit(string text, int seconds) =>
        Assert.That(
            WrittenSettings
                .Of(isDevelopment: true, (Lifetime, text))
                .Get<JwtOptions>()
                .AccessLifetime,
            Is.EqualTo(TimeSpan.FromSeconds(seconds))
        );

    [TestCase("5")]
    [TestCase("h")]
    [TestCase("5x")]
    [TestCase("-1s")]
    [TestCase("0s")]
    [TestCase("2147483647s")]
    [TestCase("2147483647m")]
    [TestCase("2147483647h")]
    [TestCase("2147483647d")]
    public void Any_other_duration_is_a_fault_that_names_its_setting(string text)
    {
        var settings = WrittenSettings.Of(isDevelopment: true, (Lifetime, text));

        Assert.That(settings.Get<JwtOptions>().AccessLifetime, Is.EqualTo(TimeSpan.FromHours(2)));
        Assert.That(
            WrittenSettings.FaultsOf(settings).Single(),
            Does.StartWith("MEET_ACCESS_TOKEN_EXPIRATION (Tokens:AccessLifetime)")
        );
    }

    [Test]
    public void The_environment_wins_over_the_file() =>
        Assert.That(
            WrittenSettings
                .Of(isDevelopment: true, (Lifetime, "1s"), ("Tokens:AccessLifetime", "2s"))
                .Get<JwtOptions>()
                .AccessLifetime,
            Is.EqualTo(TimeSpan.FromSeconds(1))
        );

    [Test]
    public void All_faults_are_named_at_once_without_their_values()
    {
        var faults = FaultsOf(
            ("MEET_USER", "bob"),
            ("MEET_JWT_KEY", "too-short-a-key"),
            ("LIVEKIT_URL", "ftp://elsewhere"),
            ("MEET_DATABASE_URL", "postgres://elsewhere"),
            ("MEET_BLOB_STORAGE_MODE", "tape")
        );
        var message = string.Join('\n', faults);

        foreach (
            var name in new[]
            {
                "MEET_USER",
                "MEET_JWT_KEY",
                "LIVEKIT_URL",
                "MEET_DATABASE_URL",
                "MEET_BLOB_STORAGE_MODE",
            }
        )
            Assert.That(message, Does.Contain(name));
        Assert.That(message, Does.Not.Contain("elsewhere").And.Not.Contain("too-short"));
    }

    [Test]
    public void A_shared_database_needs_a_shared_key()
    {
        var url = ("MEET_DATABASE_URL", "postgres://meet:hunter2@db/meet");
        Assert.That(
            FaultsOf(url).Single(),
            Does.Contain("needs MEET_JWT_KEY").And.Not.Contain("hunter2")
        );
        Assert.That(FaultsOf(url, ("MEET_JWT_KEY", new string('k', 32))), Is.Empty);
    }

    [Test]
    public void One_key_must_not_sign_all_kinds_of_token()
    {
        var key = new string('k', 40);
        Assert.That(
            FaultsOf(("MEET_JWT_KEY", key), ("LIVEKIT_API_SECRET", key)).Single(),
            Does.Contain("MEET_JWT_KEY")
        );
    }

    private static IEnumerable<TestCaseData<string, string, bool>> SettingsInTokens()
    {
        const string Url = "wss://livekit.example.com/";
        yield return new("LIVEKIT_URL", Url.PadRight(256, 'x'), true);
        yield return new("LIVEKIT_URL", Url.PadRight(257, 'x'), false);
        yield return new("LIVEKIT_URL", Url + new string('ü', 116), false);
        yield return new("LIVEKIT_URL", Url + '"', false);
        yield return new("LIVEKIT_URL", Url + '\\', false);
        yield return new("LIVEKIT_API_KEY", new string('k', 128), true);
        yield return new("LIVEKIT_API_KEY", new string('k', 129), false);
        yield return new("LIVEKIT_API_KEY", "a\"b", false);
    }

    [TestCaseSource(nameof(SettingsInTokens))]
    public void Settings_that_are_part_of_participant_tokens_must_fit_into_a_cookie(
        string name,
        string value,
        bool isAllowed
    )
    {
        Assert.That(
            FaultsOf((name, value)),
            isAllowed ? Is.Empty : Is.Not.Empty.And.All.Contain(name)
        );
    }

    private static string[] FaultsOf(params (string Name, string Value)[] settings) =>
        WrittenSettings.FaultsOf(WrittenSettings.Of(isDevelopment: true, settings));
}
