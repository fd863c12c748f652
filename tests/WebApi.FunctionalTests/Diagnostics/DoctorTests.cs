using System.Net;
using Microsoft.Data.Sqlite;
using OpenViduMeet.TestSupport;
using OpenViduMeet.TestSupport.LiveKit;
using OpenViduMeet.TestSupport.Oidc;
using OpenViduMeet.TestSupport.S3;

namespace OpenViduMeet.WebApi.FunctionalTests.Diagnostics;

/// <summary>The doctor names each planted fault, and nothing in a healthy installation.</summary>
public sealed class DoctorTests
{
    private static readonly string[] WithoutLiveKit = ["not-examined"];

    private ExaminedInstallation _installation = null!;

    [SetUp]
    public async Task StartAsync() => _installation = await ExaminedInstallation.NewAsync();

    [TearDown]
    public async Task StopAsync() => await _installation.DisposeAsync();

    [Test]
    public async Task A_healthy_installation_has_no_faults_and_nothing_is_left_behind()
    {
        var (faults, text) = await _installation.ExamineAsync();

        Assert.That(faults, Is.Empty, text);
        Assert.That(_installation.LiveKit.State.Rooms, Is.Empty);
        Assert.That(await CountAsync("SELECT COUNT(*) FROM QueueItems"), Is.Zero);
        Assert.That(text, Does.Not.Contain("hunter2"));
    }

    [Test]
    public async Task A_healthy_bucket_has_no_faults_and_nothing_is_left_behind()
    {
        await _installation.UseS3Async();

        var (faults, text) = await _installation.ExamineAsync();

        Assert.That(faults, Is.Empty, text);
        Assert.That(
            _installation.S3.Requests.Count(request => request.Method == "PUT"),
            Is.EqualTo(_installation.S3.Requests.Count(request => request.Method == "DELETE") + 1),
            "The bucket itself is not deleted"
        );
    }

    private static IEnumerable<TestCaseData> InLiveKit()
    {
        yield return Fault("livekit-unreachable", meet => meet.LiveKit.StopAsync());
        yield return Fault(
            "livekit-wrong-url",
            meet => meet.LiveKit.InjectFault(LiveKitFault.Garbage, "ListRooms")
        );
        yield return Fault(
            "livekit-wrong-url",
            meet => meet.LiveKit.InjectFault(LiveKitFault.Nowhere)
        );
        yield return Fault(
            "livekit-clock",
            meet => meet.LiveKit.ClockSkew = TimeSpan.FromSeconds(-20)
        );
        yield return Fault("livekit-without-redis", meet => meet.LiveKit.State.HasRedis = false);
        yield return Fault(
            "livekit-egress-unavailable",
            meet => meet.LiveKit.InjectFault(LiveKitFault.InternalError, "ListEgress")
        );
        yield return Fault(
            "livekit-auto-create",
            meet => meet.LiveKit.State.OpensRoomsOnJoin = false
        );
        yield return Fault(
            "livekit-webhooks-missing",
            meet => meet.LiveKit.Notify = _ => Task.CompletedTask
        );
        yield return Fault(
            "livekit-webhooks-refused",
            meet =>
                meet.SendEvents(new LiveKitCredentials(ExaminedInstallation.Key, "another-secret"))
        );
        yield return Fault(
            "livekit-webhooks-refused",
            meet =>
                meet.SendEvents(new LiveKitCredentials("another-key", ExaminedInstallation.Secret))
        );
    }

    [TestCaseSource(nameof(InLiveKit))]
    public async Task A_fault_in_LiveKit_is_named(
        string fault,
        Func<ExaminedInstallation, Task> plant
    )
    {
        _ = _installation.Meet;
        await plant(_installation);

        var (faults, text) = await _installation.ExamineAsync();

        Assert.That(faults.Except(WithoutLiveKit).Except(Beside(fault)), Is.EqualTo([fault]), text);
        Assert.That(text, Does.Not.Contain("hunter2"));
    }

    /// <summary>LiveKit refuses every token if its clock is too far ahead, and none because it is behind.</summary>
    [TestCase(-300, true)]
    [TestCase(80, true)]
    [TestCase(300, false)]
    public async Task A_refused_key_is_named_unless_LiveKits_clock_refuses_every_key(
        int secondsAhead,
        bool isNamed
    )
    {
        _installation.Settings["LIVEKIT_API_SECRET"] = new string('s', 40);
        _installation.LiveKit.Notify = _ => Task.CompletedTask;
        _installation.LiveKit.ClockSkew = TimeSpan.FromSeconds(secondsAhead);

        var (faults, text) = await _installation.ExamineAsync();

        Assert.That(faults, Does.Contain("livekit-clock"), text);
        Assert.That(faults.Contains("livekit-key-refused"), Is.EqualTo(isNamed), text);
    }

    [Test]
    public async Task A_failure_of_LiveKit_is_not_taken_for_its_consent_to_open_rooms()
    {
        _ = _installation.Meet;
        _installation.LiveKit.InjectFault(LiveKitFault.InternalError, "validate");

        var (_, text) = await _installation.ExamineAsync();

        Assert.That(FindingsOf(text, "livekit-rooms"), Is.EqualTo(["not-examined"]), text);
    }

    [Test]
    public async Task Events_are_not_examined_without_the_database_that_holds_them()
    {
        _ = _installation.Meet;
        await ExecuteAsync("""ALTER TABLE "QueueItems" RENAME TO "Away" """);

        var (_, text) = await _installation.ExamineAsync();

        Assert.That(FindingsOf(text, "livekit-webhooks"), Is.EqualTo(["not-examined"]), text);
    }

    private static IEnumerable<TestCaseData> InSettings()
    {
        yield return Setting("livekit-key-refused", "LIVEKIT_API_SECRET", new string('s', 40));
        yield return Setting("livekit-key-refused", "LIVEKIT_API_KEY", "another-key");
        yield return Setting("livekit-missing", "LIVEKIT_URL", "");
        yield return Setting("jwt-key-weak", "MEET_JWT_KEY", new string('a', 40));
        yield return Setting(
            "jwt-key-weak",
            "MEET_JWT_KEY",
            $"base64:{Convert.ToBase64String(new byte[32])}"
        );
        yield return Setting("secret-public", "MEET_ADMIN_SECRET", "developmentadmin");
        yield return Setting("secret-public", "MEET_API_KEY", "developmentapikey0replaceme");
        yield return Setting("public-url-unset", "MEET_BASE_URL", "");
        yield return Setting("public-url-unreachable", "MEET_BASE_URL", "http://127.0.0.1:9");
        yield return Setting("public-url-http", "MEET_BASE_URL", "http://meet.invalid");
        yield return Setting("cookies-other-site", "SERVER_CORS_ORIGIN", "https://app.example.com");
        yield return Setting("webhook-unreachable", "MEET_WEBHOOK_URL", "http://127.0.0.1:9/");
        yield return Setting("webhook-address", "MEET_WEBHOOK_URL", "http://localhost:9/");
        yield return Setting("oidc-unreachable", "MEET_OIDC_ISSUER", "http://127.0.0.1:9");
    }

    [TestCaseSource(nameof(InSettings))]
    public async Task A_fault_in_the_settings_is_named(string fault, string name, string value)
    {
        var settings = _installation.Settings;
        settings["MEET_OIDC_CLIENT_ID"] = name == "MEET_OIDC_ISSUER" ? "meet" : "";
        settings["MEET_WEBHOOK_ENABLED"] = (name == "MEET_WEBHOOK_URL").ToString();
        settings["MEET_WEBHOOK_ALLOW_PRIVATE"] = (fault != "webhook-address").ToString();
        settings[name] = value;
        if (name == "LIVEKIT_API_KEY" || name == "LIVEKIT_API_SECRET")
            _installation.LiveKit.Notify = _ => Task.CompletedTask;

        using var browser = _installation
            .Meet.NewBrowser()
            .With("X-API-KEY", settings["MEET_API_KEY"]);
        using var answer = await browser.GetAsync("/meet/api/v1/doctor");
        var text = await answer.Content.ReadAsStringAsync();

        Assert.That(IdsIn(text).Except(Beside(fault)), Does.Contain(fault), text);
        Assert.That(text, Does.Not.Contain("hunter2").And.Not.Contain("developmenta"));
    }

    private static IEnumerable<TestCaseData> InTheBucket()
    {
        yield return Answer("s3-credentials", HttpStatusCode.Forbidden, "InvalidAccessKeyId");
        yield return Answer("s3-credentials", HttpStatusCode.Forbidden, "SignatureDoesNotMatch");
        yield return Answer("s3-bucket-missing", HttpStatusCode.NotFound, "NoSuchBucket");
        yield return Answer("s3-clock", HttpStatusCode.Forbidden, "RequestTimeTooSkewed");
        yield return Answer("s3-region", HttpStatusCode.MovedPermanently, "PermanentRedirect");
        yield return Answer("s3-region", HttpStatusCode.BadRequest, "AuthorizationHeaderMalformed");
        yield return Answer("s3-wrong-answer", HttpStatusCode.BadGateway, "");
        yield return Answer("s3-list", HttpStatusCode.Forbidden, "AccessDenied", IsList);
        yield return Answer("s3-put", HttpStatusCode.Forbidden, "AccessDenied", IsOf("PUT"));
        yield return Answer("s3-get", HttpStatusCode.Forbidden, "AccessDenied", IsRead);
        yield return Answer("s3-delete", HttpStatusCode.Forbidden, "AccessDenied", IsOf("DELETE"));
        yield return new TestCaseData(
            "s3-range",
            new ProxyFault.IgnoreRange(),
            (Func<ProxiedRequest, bool>)IsRead
        );
        yield return new TestCaseData("s3-unreachable", new ProxyFault.Silence(), null);
    }

    [TestCaseSource(nameof(InTheBucket))]
    public async Task A_fault_of_the_bucket_is_named(
        string fault,
        ProxyFault planted,
        Func<ProxiedRequest, bool>? only
    )
    {
        await _installation.UseS3Async();
        _ = _installation.Meet;
        _installation.S3.InjectFault(planted, only);

        var (faults, text) = await _installation.ExamineAsync();

        Assert.That(faults, Is.EqualTo([fault]), text);
        Assert.That(text, Does.Not.Contain("hunter2"));
    }

    [Test]
    public async Task An_object_that_cannot_be_deleted_is_named_also_if_its_writing_failed()
    {
        await _installation.UseS3Async();
        _ = _installation.Meet;
        _installation.S3.InjectFault(
            new ProxyFault.Answer(
                HttpStatusCode.Forbidden,
                "<Error><Code>AccessDenied</Code></Error>"
            ),
            request => request.Method is "PUT" or "DELETE"
        );

        var (faults, text) = await _installation.ExamineAsync();

        Assert.That(faults, Is.EqualTo(["s3-put", "s3-delete"]), text);
    }

    private static IEnumerable<TestCaseData> InTheDatabase()
    {
        yield return new TestCaseData(
            "database-not-migrated",
            """DELETE FROM "__EFMigrationsHistory" WHERE "MigrationId" = (SELECT MAX("MigrationId") FROM "__EFMigrationsHistory")"""
        );
        yield return new TestCaseData(
            "database-too-new",
            """INSERT OR REPLACE INTO "Schema" ("Id", "OldestVersion") VALUES (1, '99.0.0')"""
        );
        yield return new TestCaseData("database-foreign", "PRAGMA application_id = 1");
    }

    [TestCaseSource(nameof(InTheDatabase))]
    public async Task A_fault_of_the_database_is_named(string fault, string statement)
    {
        _ = _installation.Meet;
        await ExecuteAsync(statement);

        var (faults, text) = await _installation.ExamineAsync();

        Assert.That(faults, Is.EqualTo([fault]), text);
    }

    [Test]
    public async Task A_locked_database_is_named()
    {
        _ = _installation.Meet;
        await using var connection = Open();
        await connection.OpenAsync();
        await using var transaction = connection.BeginTransaction(deferred: false);

        var (faults, text) = await _installation.ExamineAsync();

        Assert.That(faults, Does.Contain("database-locked"), text);
    }

    [TestCase("X-Forwarded-For", "203.0.113.7", "proxy-not-trusted")]
    [TestCase("X-Forwarded-Proto", "https", "proxy-not-trusted")]
    [TestCase("X-Forwarded-Prefix", "/meetings", "proxy-prefix")]
    public async Task A_proxy_is_examined_by_the_headers_of_the_request(
        string header,
        string value,
        string fault
    )
    {
        var (faults, text) = await _installation.ExamineAsync((header, value));

        Assert.That(faults, Is.EqualTo([fault]), text);
    }

    [Test]
    public async Task A_trusted_proxy_that_hides_the_scheme_is_named()
    {
        _installation.Settings["MEET_TRUSTED_PROXIES"] = "127.0.0.1";

        var (sound, _) = await _installation.ExamineAsync(
            ("X-Forwarded-For", "203.0.113.7"),
            ("X-Forwarded-Proto", "http")
        );
        var (faults, text) = await _installation.ExamineAsync(
            ("X-Forwarded-For", "203.0.113.7"),
            ("X-Forwarded-Proto", "https")
        );

        Assert.That(sound, Is.Empty);
        Assert.That(faults, Is.EqualTo(["proxy-scheme"]), text);
    }

    /// <summary>Without a public URL, there is nothing to compare the request with.</summary>
    [Test]
    public async Task Behind_a_trusted_proxy_and_without_a_public_URL_only_the_missing_URL_is_named()
    {
        _installation.Settings["MEET_TRUSTED_PROXIES"] = "127.0.0.1";
        _installation.Settings["MEET_BASE_URL"] = "";

        var (faults, text) = await _installation.ExamineAsync(
            ("X-Forwarded-For", "203.0.113.7"),
            ("X-Forwarded-Proto", "https"),
            ("X-Forwarded-Host", "meet.example.com")
        );

        Assert.That(faults, Is.EqualTo(["public-url-unset"]), text);
    }

    [Test]
    public async Task A_public_URL_that_leads_to_another_installation_is_named()
    {
        await using var other = await ExaminedInstallation.NewAsync();
        other.Settings["MEET_JWT_KEY"] = "a-key-of-another-installation-0123456789";
        _installation.Settings["MEET_BASE_URL"] = other.Meet.Address.ToString();

        var (faults, text) = await _installation.ExamineAsync();

        Assert.That(faults, Is.EqualTo(["public-url-elsewhere"]), text);
    }

    [Test]
    public async Task A_URL_of_LiveKit_for_browsers_that_leads_to_another_one_is_named()
    {
        await using var other = await LiveKitDouble.StartAsync("another-key", "another-secret");
        _installation.Settings["LIVEKIT_URL_PRIVATE"] = _installation.LiveKit.Url.ToString();
        _installation.Settings["LIVEKIT_URL"] = other.Url.ToString();

        var (faults, text) = await _installation.ExamineAsync();

        Assert.That(faults, Is.EqualTo(["livekit-public-other"]), text);
    }

    [Test]
    public async Task A_URL_of_LiveKit_for_browsers_that_does_not_answer_is_named()
    {
        _installation.Settings["LIVEKIT_URL_PRIVATE"] = _installation.LiveKit.Url.ToString();
        _installation.Settings["LIVEKIT_URL"] = "ws://127.0.0.1:9";

        var (faults, text) = await _installation.ExamineAsync();

        Assert.That(faults, Is.EqualTo(["livekit-public-unreachable"]), text);
    }

    [Test]
    public async Task An_issuer_with_another_spelling_is_named()
    {
        await using var provider = await OidcProviderDouble.StartAsync();
        foreach (
            var (name, value) in provider.Settings(("MEET_OIDC_ISSUER", $"{provider.Issuer}/"))
        )
            _installation.Settings[name] = value;

        var (faults, text) = await _installation.ExamineAsync();

        Assert.That(faults, Is.EqualTo(["oidc-wrong-issuer"]), text);
    }

    [Test]
    public async Task A_URL_without_a_discovery_document_is_named()
    {
        await using var provider = await OidcProviderDouble.StartAsync();
        foreach (
            var (name, value) in provider.Settings(
                ("MEET_OIDC_ISSUER", $"{provider.Issuer}/realms/nobody")
            )
        )
            _installation.Settings[name] = value;

        var (faults, text) = await _installation.ExamineAsync();

        Assert.That(faults, Is.EqualTo(["oidc-no-discovery"]), text);
    }

    [Test]
    public async Task A_web_client_that_is_gone_is_named()
    {
        using var folder = new TemporaryDirectory();
        var index = Path.Combine(folder.Path, "index.html");
        await File.WriteAllTextAsync(index, "<html></html>");
        _installation.Settings["MEET_SPA_DIR"] = folder.Path;
        _ = _installation.Meet;
        File.Delete(index);

        var (faults, text) = await _installation.ExamineAsync();

        Assert.That(faults, Is.EqualTo(["web-client-missing"]), text);
    }

    [Test]
    public async Task A_folder_of_recordings_that_is_a_file_is_named()
    {
        _ = _installation.Meet;
        await File.WriteAllTextAsync(
            Path.Combine(_installation.Meet.DataDirectory, "openvidu-meet"),
            ""
        );

        var (faults, text) = await _installation.ExamineAsync();

        Assert.That(faults, Is.EqualTo(["recordings-not-writable"]), text);
    }

    [Test]
    public async Task Only_administrators_and_keys_for_it_may_examine()
    {
        _installation.Settings["LIVEKIT_URL"] = "";
        using var nobody = _installation.Meet.NewBrowser();
        using var answer = await nobody.GetAsync("/meet/api/v1/doctor");

        Assert.That((int)answer.StatusCode, Is.EqualTo(401));
    }

    /// <summary>What is found because of another fault.</summary>
    private static string[] Beside(string fault) =>
        fault switch
        {
            "livekit-unreachable" => ["livekit-public-unreachable"],
            _ => [],
        };

    private static TestCaseData Fault(string fault, Action<ExaminedInstallation> plant) =>
        Fault(
            fault,
            meet =>
            {
                plant(meet);
                return Task.CompletedTask;
            }
        );

    private static TestCaseData Fault(string fault, Func<ExaminedInstallation, Task> plant) =>
        new(fault, plant);

    private static TestCaseData Setting(string fault, string name, string value) =>
        new(fault, name, value);

    private static TestCaseData Answer(
        string fault,
        HttpStatusCode status,
        string code,
        Func<ProxiedRequest, bool>? only = null
    ) =>
        new(
            fault,
            new ProxyFault.Answer(
                status,
                $"<Error><Code>{code}</Code><Message>hunter2</Message></Error>",
                ("Content-Type", "application/xml")
            ),
            only
        );

    private static bool IsList(ProxiedRequest request) =>
        request.Method == "GET" && !request.IsObjectRead;

    private static bool IsRead(ProxiedRequest request) => request.IsObjectRead;

    private static Func<ProxiedRequest, bool> IsOf(string method) =>
        request => request.Method == method;

    private static IReadOnlyList<string> IdsIn(string text) => FindingsOf(text, check: null);

    /// <param name="check">The id of a check; <see langword="null"/> for all.</param>
    private static IReadOnlyList<string> FindingsOf(string text, string? check)
    {
        using var document = System.Text.Json.JsonDocument.Parse(text);
        return
        [
            .. document
                .RootElement.GetProperty("checks")
                .EnumerateArray()
                .Where(known => check is null || known.GetProperty("check").GetString() == check)
                .SelectMany(known => known.GetProperty("findings").EnumerateArray())
                .Select(finding => finding.GetProperty("id").GetString()!),
        ];
    }

    private SqliteConnection Open() =>
        new(
            $"Data Source={Path.Combine(_installation.Meet.DataDirectory, "meet.db")};Default Timeout=10"
        );

    private async Task ExecuteAsync(string statement)
    {
        await using var connection = Open();
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = statement;
        await command.ExecuteNonQueryAsync();
    }

    private async Task<long> CountAsync(string query)
    {
        await using var connection = Open();
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = query;
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
