using OpenViduMeet.TestSupport;

namespace OpenViduMeet.WebApi.FunctionalTests.Oidc;

public sealed class OidcSettingsTests
{
    private static readonly (string Name, string Value)[] Production =
    [
        ("MEET_SECRET", "long-enough"),
        ("MEET_ADMIN_SECRET", "long-enough"),
        ("LIVEKIT_API_KEY", "key"),
        ("LIVEKIT_API_SECRET", "a-secret-of-at-least-32-characters-x"),
    ];

    [TestCase("https://id.example.com", "meet", null)]
    [TestCase("https://id.example.com/realms/meet", "meet", null)]
    [TestCase("http://127.0.0.1:8080", "meet", null)]
    [TestCase("http://localhost:8080", "meet", null)]
    [TestCase("http://id.example.com", "meet", "MEET_OIDC_ISSUER")]
    [TestCase("id.example.com", "meet", "MEET_OIDC_ISSUER")]
    [TestCase("https://user:hunter2@id.example.com", "meet", "MEET_OIDC_ISSUER")]
    [TestCase("https://id.example.com/?a=b", "meet", "MEET_OIDC_ISSUER")]
    [TestCase("https://id.example.com/#a", "meet", "MEET_OIDC_ISSUER")]
    [TestCase("https://id.example.com", "", "MEET_OIDC_CLIENT_ID")]
    [TestCase("", "meet", "MEET_OIDC_CLIENT_ID")]
    public void The_issuer_is_safe_and_has_a_client(string issuer, string client, string? fault)
    {
        var faults = FaultsWith(("MEET_OIDC_ISSUER", issuer), ("MEET_OIDC_CLIENT_ID", client));

        Assert.That(faults, fault is null ? Is.Empty : Has.One.StartsWith($"{fault} "));
        Assert.That(faults, Has.None.Contains("hunter2"));
    }

    [Test]
    public void The_scopes_contain_openid() =>
        Assert.That(
            FaultsWith(
                ("MEET_OIDC_ISSUER", "https://id.example.com"),
                ("MEET_OIDC_CLIENT_ID", "meet"),
                ("MEET_OIDC_SCOPES", "profile")
            ),
            Has.One.StartsWith("MEET_OIDC_SCOPES ")
        );

    [TestCase("MEET_API_KEY", "a-key-of-16-characters", true)]
    [TestCase("MEET_OIDC_ISSUER", "https://id.example.com", true)]
    [TestCase("MEET_USER", "user", false)]
    public void Without_built_in_users_there_is_another_way_in(
        string name,
        string value,
        bool isEnough
    )
    {
        var faults = WrittenSettings.FaultsOf(
            WrittenSettings.Of(
                false,
                [
                    .. Production[2..],
                    ("MEET_BUILT_IN_USERS", "false"),
                    ("MEET_OIDC_CLIENT_ID", name == "MEET_OIDC_ISSUER" ? "meet" : ""),
                    (name, value),
                ]
            )
        );

        Assert.That(faults, isEnough ? Is.Empty : Has.One.StartsWith("MEET_BUILT_IN_USERS "));
    }

    [Test]
    public void A_built_in_user_is_not_named_like_an_account() =>
        Assert.That(
            FaultsWith(("MEET_ADMIN_USER", "oidc:0123")),
            Has.One.StartsWith("MEET_ADMIN_USER ")
        );

    private static string[] FaultsWith(params (string Name, string Value)[] settings) =>
        WrittenSettings.FaultsOf(WrittenSettings.Of(false, [.. Production, .. settings]));
}
