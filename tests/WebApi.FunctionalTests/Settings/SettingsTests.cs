using OpenViduMeet.Infrastructure.Access;
using OpenViduMeet.Infrastructure.LiveKit;
using OpenViduMeet.Infrastructure.Tokens;
using OpenViduMeet.TestSupport;
using OpenViduMeet.WebApi.Settings;

namespace OpenViduMeet.WebApi.FunctionalTests.Settings;

public sealed class SettingsTests
{
    private const string LongKey = "hunter2-hunter2-hunter2-hunter2-hunter2";

    [TestCase("30s", 30)]
    [TestCase("15m", 15 * 60)]
    [TestCase("6h", 6 * 3600)]
    [TestCase("1d", 24 * 3600)]
    [TestCase(" 2h ", 2 * 3600)]
    [TestCase("", 2 * 3600)]
    [TestCase("  ", 2 * 3600)]
    public void Durations_are_numbers_with_a_unit(string text, int seconds)
    {
        var settings = WrittenSettings.Of(true, ("MEET_ACCESS_TOKEN_EXPIRATION", text));

        Assert.That(WrittenSettings.FaultsOf(settings), Is.Empty);
        Assert.That(
            settings.Get<JwtOptions>().AccessLifetime,
            Is.EqualTo(TimeSpan.FromSeconds(seconds))
        );
    }

    [TestCase(true, "", 0)]
    [TestCase(false, "", 5)]
    [TestCase(true, "3s", 3)]
    [TestCase(false, "0", 0)]
    [TestCase(false, "0s", 0)]
    public void The_drain_delay_may_be_zero_and_is_so_in_Development(
        bool isDevelopment,
        string text,
        int seconds
    )
    {
        var settings = WrittenSettings.Of(isDevelopment, ("MEET_DRAIN_DELAY", text));

        Assert.That(
            settings.Get<ServerOptions>().DrainDelay,
            Is.EqualTo(TimeSpan.FromSeconds(seconds))
        );
    }

    [TestCase("MEET_DRAIN_DELAY", "5")]
    [TestCase("MEET_DRAIN_DELAY", "-1s")]
    [TestCase("MEET_DRAIN_DELAY", "366d")]
    [TestCase("MEET_ACCESS_TOKEN_EXPIRATION", "5")]
    [TestCase("MEET_ACCESS_TOKEN_EXPIRATION", "5x")]
    [TestCase("MEET_ACCESS_TOKEN_EXPIRATION", "-1s")]
    [TestCase("MEET_ACCESS_TOKEN_EXPIRATION", "0s")]
    [TestCase("MEET_ACCESS_TOKEN_EXPIRATION", "h")]
    [TestCase("MEET_ACCESS_TOKEN_EXPIRATION", "1.5h")]
    [TestCase("MEET_REFRESH_TOKEN_EXPIRATION", "366d")]
    [TestCase("MEET_REFRESH_TOKEN_EXPIRATION", "2147483647s")]
    [TestCase("MEET_REFRESH_TOKEN_EXPIRATION", "2147483647m")]
    [TestCase("MEET_REFRESH_TOKEN_EXPIRATION", "2147483647h")]
    [TestCase("MEET_REFRESH_TOKEN_EXPIRATION", "2147483647d")]
    [TestCase("MEET_PARTICIPANT_TOKEN_EXPIRATION", "99999999999d")]
    [TestCase("SERVER_PORT", "0")]
    [TestCase("SERVER_PORT", "65536")]
    [TestCase("SERVER_PORT", "http")]
    [TestCase("MEET_BASE_URL", "meet.example.com")]
    [TestCase("MEET_BASE_URL", "ftp://meet.example.com")]
    [TestCase("MEET_BASE_URL", "https://bücher.example")]
    [TestCase("MEET_BASE_URL", "https://b%C3%BCcher.example")]
    [TestCase("MEET_BASE_URL", "https://meet.example.com/meet")]
    [TestCase("MEET_BASE_URL", "https://meet.example.com/?room=1")]
    [TestCase("MEET_BASE_URL", "https://meet.example.com?")]
    [TestCase("MEET_BASE_URL", "https://meet.example.com/#room")]
    [TestCase("MEET_BASE_URL", "https://admin:hunter2@meet.example.com")]
    [TestCase("MEET_BASE_URL", "https://meet.example.com:0")]
    [TestCase("SERVER_CORS_ORIGIN", "https://app.example.com/")]
    [TestCase("SERVER_CORS_ORIGIN", "https://app.example.com/app")]
    [TestCase("SERVER_CORS_ORIGIN", "app.example.org")]
    [TestCase("SERVER_CORS_ORIGIN", "https://App.example.com")]
    [TestCase("SERVER_CORS_ORIGIN", "HTTPS://app.example.com")]
    [TestCase("SERVER_CORS_ORIGIN", "https://app.example.com:443")]
    [TestCase("SERVER_CORS_ORIGIN", "http://app.example.com:80")]
    [TestCase("SERVER_CORS_ORIGIN", "https://bücher.example")]
    [TestCase("SERVER_CORS_ORIGIN", "https://*.example.com")]
    [TestCase("SERVER_CORS_ORIGIN", "https://a.example.com, https://b.example.com/")]
    [TestCase("SERVER_CORS_ORIGIN", "*, https://app.example.com")]
    [TestCase("SERVER_CORS_ORIGIN", "wss://app.example.com")]
    [TestCase("SERVER_CORS_ORIGIN", "null")]
    [TestCase("MEET_ALLOWED_HOSTS", "https://meet.example.com")]
    [TestCase("MEET_ALLOWED_HOSTS", "meet.example.com:6080")]
    [TestCase("MEET_ALLOWED_HOSTS", "localhost, meet.example.com/")]
    [TestCase("MEET_ALLOWED_HOSTS", "bücher.example")]
    [TestCase("MEET_ALLOWED_HOSTS", "*.example.com")]
    [TestCase("MEET_ALLOWED_HOSTS", "::1")]
    [TestCase("LIVEKIT_URL", "wss://livekit.example.com?access_token=hunter2")]
    [TestCase("LIVEKIT_URL", "wss://livekit.example.com/#hunter2")]
    [TestCase("LIVEKIT_URL", "wss://devkey:hunter2@livekit.example.com")]
    [TestCase("LIVEKIT_URL", "wss://livekit.example.com:0")]
    [TestCase("MEET_API_KEY", "hunter2 hunter2")]
    [TestCase("MEET_API_KEY", "hunter2-schlüssel")]
    [TestCase("MEET_USER", "hunter2\u0007hunter2")]
    [TestCase("MEET_SECRET", "abc")]
    [TestCase("MEET_DATA_DIR", "data\0dir")]
    [TestCase("MEET_SPA_DIR", "client\0dir")]
    [TestCase("MEET_LOG_LEVEL", "loud")]
    [TestCase("MEET_LOG_FORMAT", "xml-hunter2")]
    [TestCase("MEET_METRICS_PORT", "70000")]
    [TestCase("MEET_METRICS_PORT", "0")]
    [TestCase("MEET_METRICS_PORT", "6080")]
    [TestCase("OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4317")]
    [TestCase("OTEL_EXPORTER_OTLP_ENDPOINT", "http://name:hunter2@collector:4317")]
    [TestCase("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4317?key=hunter2")]
    [TestCase("OTEL_EXPORTER_OTLP_PROTOCOL", "http/json")]
    [TestCase("OTEL_SDK_DISABLED", "perhaps")]
    [TestCase("MEET_TRUSTED_PROXIES", "proxy.example.com")]
    [TestCase("MEET_TRUSTED_PROXIES", "10.0.0.0/33")]
    [TestCase("MEET_TRUSTED_PROXIES", "10.0.0.1, 0.0.0.0/0")]
    [TestCase("MEET_TRUSTED_PROXIES", "::/0")]
    [TestCase("MEET_JWT_KEY", "hunter2")]
    [TestCase("LIVEKIT_URL", "livekit.example.com")]
    [TestCase("LIVEKIT_URL", "ftp://livekit.example.com")]
    [TestCase("LIVEKIT_URL_PRIVATE", "http://livekit.example.com")]
    [TestCase("MEET_IMPORT_ON_START", "perhaps")]
    [TestCase("MEET_DATABASE_URL", "mysql://meet:hunter2@db/meet")]
    [TestCase("MEET_DATABASE_URL", "postgres://meet:hunter2@db/meet?sslmode=maybe")]
    [TestCase("MEET_BLOB_STORAGE_MODE", "tape")]
    [TestCase("MEET_ADMIN_USER", "user")]
    [TestCase("MEET_WEBHOOK_ENABLED", "perhaps")]
    [TestCase("MEET_WEBHOOK_ALLOW_PRIVATE", "perhaps")]
    [TestCase("MEET_WEBHOOK_URL", "receiver.example.com")]
    [TestCase("MEET_WEBHOOK_URL", "ftp://receiver.example.com")]
    [TestCase("MEET_WEBHOOK_URL", "http://name:hunter2@receiver.example.com")]
    [TestCase("MEET_WEBHOOK_URL", "http://10.0.0.1/hunter2")]
    [TestCase("MEET_WEBHOOK_URL", "http://[::ffff:127.0.0.1]/")]
    [TestCase("MEET_WEBHOOK_URL", "http://169.254.169.254/")]
    [TestCase("MEET_SPA_DIR", "/nowhere")]
    [TestCase("MEET_SPA_DIR", "/")]
    public void An_invalid_value_is_named_and_not_repeated(string variable, string value)
    {
        var faults = FaultsOf(true, (variable, value));

        Assert.That(faults, Has.Length.EqualTo(1));
        Assert.That(faults[0], Does.StartWith($"{variable} ("));
        if (value.Length > 4)
            Assert.That(faults[0], Does.Not.Contain(value));
        Assert.That(faults[0], Does.Not.Contain("hunter2"));
    }

    [TestCase("MEET_S3_SERVICE_ENDPOINT", "https://s3.example.com/store")]
    [TestCase("MEET_S3_SERVICE_ENDPOINT", "https://key:hunter2@s3.example.com")]
    [TestCase("MEET_S3_SERVICE_ENDPOINT", "https://s3.example.com?region=eu")]
    [TestCase("MEET_S3_SERVICE_ENDPOINT", "s3.example.com")]
    [TestCase("MEET_S3_ACCESS_KEY", "hunter2 key")]
    [TestCase("MEET_S3_ACCESS_KEY", "")]
    [TestCase("MEET_S3_SECRET_KEY", "")]
    [TestCase("MEET_S3_BUCKET", "Meetings")]
    [TestCase("MEET_S3_BUCKET", "my_meetings")]
    [TestCase("MEET_S3_BUCKET", "ab")]
    [TestCase(
        "MEET_S3_BUCKET",
        "a-bucket-whose-name-has-more-than-the-sixty-three-characters-allowed"
    )]
    [TestCase("MEET_S3_BUCKET", "meet..ings")]
    [TestCase("MEET_S3_BUCKET", "meet.-ings")]
    [TestCase("MEET_S3_BUCKET", "-meetings")]
    [TestCase("MEET_S3_BUCKET", "meetings-")]
    [TestCase("MEET_S3_BUCKET", "192.168.5.4")]
    [TestCase("MEET_S3_BUCKET", "meet/ings")]
    [TestCase("MEET_S3_SUBBUCKET", "a/../b")]
    [TestCase("MEET_S3_SUBBUCKET", "..")]
    [TestCase("MEET_S3_SUBBUCKET", "a//b")]
    [TestCase("MEET_S3_SUBBUCKET", "a\\b")]
    [TestCase("MEET_S3_SUBBUCKET", "a\u0001b")]
    [TestCase("MEET_AWS_REGION", "eu/central")]
    [TestCase("MEET_AWS_REGION", "eu central")]
    [TestCase("MEET_S3_WITH_PATH_STYLE_ACCESS", "false")]
    public void An_invalid_value_for_S3_is_named_and_not_repeated(string variable, string value)
    {
        var settings = S3Settings();
        Assert.That(FaultsOf(true, [.. settings.Select(p => (p.Key, p.Value))]), Is.Empty);

        settings[variable] = value;
        var faults = FaultsOf(true, [.. settings.Select(p => (p.Key, p.Value))]);

        Assert.That(faults, Has.Length.EqualTo(1));
        Assert.That(faults[0], Does.StartWith($"{variable} (").And.Not.Contain("hunter2"));
        if (value.Length > 5)
            Assert.That(faults[0], Does.Not.Contain(value));
    }

    [Test]
    public void A_bucket_name_with_a_dot_requires_path_style_at_Amazon()
    {
        var settings = S3Settings();
        settings["MEET_S3_SERVICE_ENDPOINT"] = "https://s3.eu-west-1.amazonaws.com/";
        settings["MEET_S3_WITH_PATH_STYLE_ACCESS"] = "false";
        Assert.That(FaultsOf(true, [.. settings.Select(p => (p.Key, p.Value))]), Is.Empty);

        settings["MEET_S3_BUCKET"] = "meet.ings";
        var faults = FaultsOf(true, [.. settings.Select(p => (p.Key, p.Value))]);

        Assert.That(faults.Single(), Does.StartWith("MEET_S3_WITH_PATH_STYLE_ACCESS"));
    }

    [TestCase("MEET_BASE_URL", "https://xn--bcher-kva.example")]
    [TestCase("SERVER_CORS_ORIGIN", "*")]
    [TestCase(
        "SERVER_CORS_ORIGIN",
        "https://app.example.com, http://localhost:4200,http://[::1]:81,https://xn--bcher-kva.example,capacitor://localhost"
    )]
    [TestCase(
        "MEET_ALLOWED_HOSTS",
        "localhost, 127.0.0.1, [::1], Meet.example.com, xn--bcher-kva.example"
    )]
    [TestCase("LIVEKIT_URL", "wss://example.com/livekit/")]
    [TestCase("MEET_API_KEY", "an-api-key:with/everything+ascii=~!")]
    public void A_valid_value_is_accepted(string variable, string value) =>
        Assert.That(FaultsOf(true, (variable, value)), Is.Empty);

    /// <summary>Addresses in --urls are used instead of the port.</summary>
    [Test]
    public void Metrics_may_have_the_servers_port_if_the_server_listens_elsewhere() =>
        Assert.That(
            FaultsOf(true, ("MEET_METRICS_PORT", "6080"), ("urls", "http://*:7000")),
            Is.Empty
        );

    [TestCase("https://Meet.Example.com/", "https://meet.example.com")]
    [TestCase("https://meet.example.com:443", "https://meet.example.com")]
    [TestCase("http://[::1]:6080", "http://[::1]:6080")]
    public void The_base_URL_is_scheme_host_and_port(string text, string expected) =>
        Assert.That(
            WrittenSettings.Of(true, ("MEET_BASE_URL", text)).Get<ServerOptions>().BaseUrl,
            Is.EqualTo(expected)
        );

    [TestCase("MEET_SECRET")]
    [TestCase("MEET_ADMIN_SECRET")]
    public void A_password_too_long_for_signing_in_is_a_fault(string variable)
    {
        Assert.That(FaultsOf(true, (variable, new string('h', 256))), Is.Empty);
        Assert.That(
            FaultsOf(true, (variable, new string('h', 257))).Single(),
            Does.StartWith($"{variable} (")
        );
    }

    [Test]
    public void The_API_key_must_differ_from_LiveKits()
    {
        var faults = FaultsOf(true, ("MEET_JWT_KEY", LongKey), ("LIVEKIT_API_SECRET", LongKey));

        Assert.That(faults, Has.Length.EqualTo(1));
        Assert.That(faults[0], Does.StartWith("MEET_JWT_KEY").And.Not.Contain("hunter2"));
    }

    [Test]
    public void All_faults_are_named_at_once()
    {
        var faults = FaultsOf(
            true,
            ("SERVER_PORT", "x"),
            ("MEET_LOG_LEVEL", "x"),
            ("MEET_ACCESS_TOKEN_EXPIRATION", "x"),
            ("MEET_BLOB_STORAGE_MODE", "x")
        );

        Assert.That(faults, Has.Length.EqualTo(4));
    }

    [Test]
    public void Enabled_webhooks_require_a_URL_and_a_signing_key()
    {
        (string, string) on = ("MEET_WEBHOOK_ENABLED", "true");
        (string, string) url = ("MEET_WEBHOOK_URL", "https://receiver.example.com");
        (string, string) key = ("MEET_API_KEY", "an-api-key-of-some-length");

        Assert.That(FaultsOf(true, on, key).Single(), Does.Contain("MEET_WEBHOOK_URL"));
        Assert.That(FaultsOf(true, on, url).Single(), Does.Contain("MEET_API_KEY"));
        Assert.That(FaultsOf(true, on, url, key), Is.Empty);
        Assert.That(FaultsOf(true, url), Is.Empty);
    }

    [Test]
    public void A_receiver_in_a_private_network_must_be_allowed() =>
        Assert.That(
            FaultsOf(
                true,
                ("MEET_WEBHOOK_URL", "http://10.0.0.1/"),
                ("MEET_WEBHOOK_ALLOW_PRIVATE", "true")
            ),
            Is.Empty
        );

    [Test]
    public void The_environment_wins_over_the_file()
    {
        var both = WrittenSettings.Of(true, ("Server:Port", "1234"), ("SERVER_PORT", "4321"));
        var file = WrittenSettings.Of(true, ("Server:Port", "1234"));

        Assert.That(both.Get<ServerOptions>().Port, Is.EqualTo(4321));
        Assert.That(file.Get<ServerOptions>().Port, Is.EqualTo(1234));
    }

    [Test]
    public void Development_needs_no_settings()
    {
        var settings = WrittenSettings.Of(true);
        var server = settings.Get<ServerOptions>();
        var liveKit = settings.Get<LiveKitOptions>();
        var tokens = settings.Get<JwtOptions>();
        var users = settings.Get<UserOptions>();

        Assert.That(FaultsOf(true), Is.Empty);
        Assert.That(server.Port, Is.EqualTo(6080));
        Assert.That(server.BaseUrl, Is.Null);
        Assert.That((liveKit.ApiKey, liveKit.ApiSecret), Is.EqualTo(("devkey", "secret")));
        Assert.That(tokens.AccessLifetime, Is.EqualTo(TimeSpan.FromHours(2)));
        Assert.That(tokens.RefreshLifetime, Is.EqualTo(TimeSpan.FromDays(1)));
        Assert.That(tokens.ParticipantLifetime, Is.EqualTo(TimeSpan.FromHours(6)));
        Assert.That(users.Users.Select(user => user.Secret), Is.EqualTo(new[] { "user", "admin" }));
        Assert.That(users.ApiKey, Is.Null);
    }

    [Test]
    public void Production_refuses_to_start_without_secrets() =>
        Assert.That(
            FaultsOf(false).Select(fault => fault.Split(' ')[0]),
            Is.EquivalentTo(
                new[]
                {
                    "MEET_SECRET",
                    "MEET_ADMIN_SECRET",
                    "LIVEKIT_API_KEY",
                    "LIVEKIT_API_SECRET",
                }
            )
        );

    [TestCase("MEET_SECRET", "user")]
    [TestCase("MEET_ADMIN_SECRET", "admin")]
    [TestCase("MEET_ADMIN_SECRET", "hunter2")]
    [TestCase("MEET_API_KEY", "hunter2")]
    [TestCase("LIVEKIT_API_KEY", "devkey")]
    [TestCase("LIVEKIT_API_SECRET", "secret")]
    [TestCase("LIVEKIT_API_SECRET", "hunter2-hunter2-hunter2-hunter2")]
    public void Production_refuses_each_default_or_short_secret(string variable, string value)
    {
        var good = new Dictionary<string, string>
        {
            ["MEET_SECRET"] = "a-long-enough-secret",
            ["MEET_ADMIN_SECRET"] = "another-long-enough-one",
            ["MEET_API_KEY"] = "an-api-key-of-some-length",
            ["LIVEKIT_API_KEY"] = "production",
            ["LIVEKIT_API_SECRET"] = LongKey,
        };
        Assert.That(FaultsOf(false, [.. good.Select(pair => (pair.Key, pair.Value))]), Is.Empty);

        good[variable] = value;
        var faults = FaultsOf(false, [.. good.Select(pair => (pair.Key, pair.Value))]);

        Assert.That(faults, Has.Length.EqualTo(1));
        Assert.That(faults[0], Does.StartWith($"{variable} (").And.Not.Contain("hunter2"));
    }

    private static Dictionary<string, string> S3Settings() =>
        new()
        {
            ["MEET_BLOB_STORAGE_MODE"] = "s3",
            ["MEET_S3_SERVICE_ENDPOINT"] = "https://s3.example.com/",
            ["MEET_S3_ACCESS_KEY"] = "hunter2-access",
            ["MEET_S3_SECRET_KEY"] = "hunter2-secret",
            ["MEET_S3_BUCKET"] = "meet-ings",
            ["MEET_S3_SUBBUCKET"] = "/openvidu-meet/eu/",
        };

    private static string[] FaultsOf(
        bool isDevelopment,
        params (string Name, string Value)[] values
    ) => WrittenSettings.FaultsOf(WrittenSettings.Of(isDevelopment, values));
}
