using System.Net;
using Microsoft.Data.Sqlite;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.WebApi.FunctionalTests.Access;

/// <summary>An access token ends with its sign-in session, on every node, within five seconds.</summary>
public sealed class EndedSessionTests
{
    private const string Api = "/meet/api/v1";
    private const string Internal = "/meet/internal-api/v1";

    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(5);

    private TwoNodes _nodes = null!;
    private TestRoom _room = null!;
    private string _stream = null!;
    private string _participant = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _nodes = new TwoNodes();
        _room = await _nodes.Here.CreateRoomAsync();
        (_stream, _) = await _nodes.Here.AddRecordingAsync(size: 10);
        using var somebody = await _nodes.Here.EnterAsync(_room, "Somebody");
        _participant = somebody.Cookie(Browser.ParticipantCookie)!;
        using var client = _nodes.Here.NewBrowser().With("X-API-KEY", MeetApiFactory.ApiKey);
        using var answer = await client.PutAsync($"{Api}/preferences/security", AllUsers);
        answer.EnsureSuccessStatusCode();
    }

    [TearDown]
    public async Task StopAsync() => await _nodes.DisposeAsync();

    private static object AllUsers => new { authentication = new { authMode = "all_users" } };

    /// <summary>Operations that accept an access token. A valid one of an administrator is never answered with 401.</summary>
    private (string Operation, object? Body)[] Operations =>
        [
            ($"GET {Api}/auth/profile", null),
            ($"GET {Api}/rooms", null),
            ($"GET {Api}/rooms/{_room.Name}", null),
            (
                $"POST {Api}/rooms",
                new { expirationDate = MeetApiFactory.Start.AddDays(9).ToUnixTimeMilliseconds() }
            ),
            ($"PUT {Api}/preferences/security", AllUsers),
            ($"GET {Api}/preferences/webhooks", null),
            ($"GET {Api}/recordings", null),
            ($"GET {_stream}", null),
            ($"HEAD {_stream}", null),
            (
                $"POST {Internal}/participants/token",
                new
                {
                    roomName = _room.Name,
                    participantName = "Somebody",
                    secret = _room.ModeratorSecret,
                }
            ),
            (
                $"POST {Internal}/participants/token/refresh",
                new
                {
                    roomName = _room.Name,
                    participantName = "Somebody",
                    secret = _room.ModeratorSecret,
                }
            ),
        ];

    [Test]
    public async Task Signing_out_ends_access_here_at_once_and_elsewhere_within_five_seconds()
    {
        using var admin = await _nodes.Here.SignInAsAdminAsync();
        var token = admin.Cookie(Browser.AccessCookie)!;
        await ShouldBeGoodAsync(_nodes.Here, token);
        await ShouldBeGoodAsync(_nodes.There, token);

        using var answer = await admin.PostAsync($"{Api}/auth/logout");

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        await ShouldBeRefusedAsync(_nodes.Here, token);
        _nodes.Pass(Bound);
        await ShouldBeRefusedAsync(_nodes.There, token);
    }

    [Test]
    public async Task Signing_out_ends_every_access_token_of_the_session_at_once()
    {
        using var admin = await _nodes.Here.SignInAsAdminAsync();
        var first = admin.Cookie(Browser.AccessCookie)!;
        using var renewed = await admin.PostAsync($"{Api}/auth/refresh");
        await ShouldBeGoodAsync(_nodes.Here, first);

        using var answer = await admin.PostAsync($"{Api}/auth/logout");

        await ShouldBeRefusedAsync(_nodes.Here, first);
    }

    [Test]
    public async Task Signing_out_with_the_access_token_alone_ends_the_session()
    {
        using var admin = await _nodes.Here.SignInAsAdminAsync();
        var token = admin.Cookie(Browser.AccessCookie)!;
        using var other = _nodes.Here.NewBrowser().WithCookie(Browser.AccessCookie, token);

        using var answer = await other.PostAsync($"{Api}/auth/logout");
        using var refresh = await admin.PostAsync($"{Api}/auth/refresh");

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(refresh.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        await ShouldBeRefusedAsync(_nodes.Here, token);
    }

    [Test]
    public async Task Signing_out_leaves_the_users_other_sessions_alone()
    {
        using var here = await _nodes.Here.SignInAsAdminAsync();
        using var there = await _nodes.There.SignInAsAdminAsync();

        using var answer = await here.PostAsync($"{Api}/auth/logout");
        _nodes.Pass(Bound);

        await ShouldBeGoodAsync(_nodes.Here, there.Cookie(Browser.AccessCookie)!);
    }

    private static IEnumerable<TestCaseData> OtherSettings =>
        [
            new TestCaseData(new[] { ("MEET_ADMIN_SECRET", "changed") }).SetArgDisplayNames(
                "another password"
            ),
            new TestCaseData(new[] { ("MEET_ADMIN_USER", "boss") }).SetArgDisplayNames(
                "another name"
            ),
            new TestCaseData(
                new[]
                {
                    ("MEET_USER", "admin"),
                    ("MEET_SECRET", "admin"),
                    ("MEET_ADMIN_USER", "boss"),
                    ("MEET_ADMIN_SECRET", "admin"),
                }
            ).SetArgDisplayNames("another role"),
        ];

    [TestCaseSource(nameof(OtherSettings))]
    public async Task A_start_with_other_settings_ends_access_on_all_nodes_within_five_seconds(
        (string Name, string Value)[] settings
    )
    {
        using var admin = await _nodes.Here.SignInAsAdminAsync();
        var token = admin.Cookie(Browser.AccessCookie)!;
        await ShouldBeGoodAsync(_nodes.Here, token);
        await ShouldBeGoodAsync(_nodes.There, token);

        var restarted = _nodes.Start(settings);

        await ShouldBeRefusedAsync(restarted, token);
        _nodes.Pass(Bound);
        await ShouldBeRefusedAsync(_nodes.Here, token);
        await ShouldBeRefusedAsync(_nodes.There, token);
        using var refresh = await admin.PostAsync($"{Api}/auth/refresh");
        Assert.That((int)refresh.StatusCode, Is.AnyOf(400, 403));
    }

    [Test]
    public async Task A_start_with_the_same_settings_leaves_everybody_signed_in()
    {
        using var admin = await _nodes.Here.SignInAsAdminAsync();
        var restarted = _nodes.Start();
        await ShouldBeGoodAsync(restarted, admin.Cookie(Browser.AccessCookie)!);
    }

    [Test]
    public async Task A_user_who_was_deleted_from_the_database_has_no_access()
    {
        using var admin = await _nodes.Here.SignInAsAdminAsync();
        var token = admin.Cookie(Browser.AccessCookie)!;
        await ShouldBeGoodAsync(_nodes.There, token);

        await ChangeDatabaseAsync("""DELETE FROM "Users" WHERE "Name" = 'admin'""");
        _nodes.Pass(Bound);

        await ShouldBeRefusedAsync(_nodes.There, token);
    }

    [Test]
    public async Task A_continuously_used_access_token_also_ends_within_five_seconds()
    {
        using var admin = await _nodes.Here.SignInAsAdminAsync();
        var token = admin.Cookie(Browser.AccessCookie)!;
        for (var second = 0; second < 4; second++)
        {
            await ShouldBeGoodAsync(_nodes.There, token);
            _nodes.Pass(TimeSpan.FromSeconds(1));
        }

        using var answer = await admin.PostAsync($"{Api}/auth/logout");
        _nodes.Pass(TimeSpan.FromSeconds(1));

        await ShouldBeRefusedAsync(_nodes.There, token);
    }

    [Test]
    public async Task An_access_token_that_names_no_session_is_refused()
    {
        using var admin = await _nodes.Here.SignInAsAdminAsync();
        var claims = Jwt.Claims(admin.Cookie(Browser.AccessCookie)!);
        Assert.That(claims.Remove("sid"), Is.True);
        await ShouldBeRefusedAsync(_nodes.Here, Jwt.Sign(claims, Jwt.MeetKey));
    }

    [Test]
    public async Task While_the_database_fails_only_recently_verified_tokens_are_accepted()
    {
        using var admin = await _nodes.Here.SignInAsAdminAsync();
        var token = admin.Cookie(Browser.AccessCookie)!;
        await ShouldBeGoodAsync(_nodes.Here, token);

        await ChangeDatabaseAsync("""ALTER TABLE "SignInSessions" RENAME TO "Elsewhere" """);
        using var known = _nodes.Here.NewBrowser().WithCookie(Browser.AccessCookie, token);
        using var cached = await known.GetAsync(_stream);
        foreach (var (operation, body) in Operations)
        {
            using var refused = await CallAsync(_nodes.There, token, operation, body);
            Assert.That(
                refused.StatusCode,
                Is.EqualTo(HttpStatusCode.ServiceUnavailable),
                operation
            );
            if (!operation.StartsWith("HEAD", StringComparison.Ordinal))
                await refused.ShouldBeErrorAsync(
                    HttpStatusCode.ServiceUnavailable,
                    "Storage is not available",
                    "Storage Error"
                );
        }

        await ChangeDatabaseAsync("""ALTER TABLE "Elsewhere" RENAME TO "SignInSessions" """);
        Assert.That(cached.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        await ShouldBeGoodAsync(_nodes.There, token);
    }

    [Test]
    public async Task An_access_token_that_outlives_refresh_tokens_is_valid_until_it_expires()
    {
        await using var nodes = new TwoNodes(
            ("MEET_ACCESS_TOKEN_EXPIRATION", "3h"),
            ("MEET_REFRESH_TOKEN_EXPIRATION", "1h")
        );
        using var admin = await nodes.Here.SignInAsAdminAsync();
        using var kept = nodes
            .There.NewBrowser()
            .WithCookie(Browser.RefreshCookie, admin.Cookie(Browser.RefreshCookie)!)
            .WithCookie(Browser.AccessCookie, admin.Cookie(Browser.AccessCookie)!);

        nodes.Pass(TimeSpan.FromHours(3) - TimeSpan.FromSeconds(1));
        // Another sign-in removes the sessions that have expired.
        using var other = await nodes.Here.SignInAsAdminAsync();
        using var profile = await kept.GetAsync($"{Api}/auth/profile");
        using var refresh = await kept.PostAsync($"{Api}/auth/refresh");
        using var logout = await kept.PostAsync($"{Api}/auth/logout");
        using var after = await kept.GetAsync($"{Api}/auth/profile");

        Assert.That(profile.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(refresh.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(logout.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(after.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    private async Task ShouldBeGoodAsync(MeetApiFactory node, string token)
    {
        foreach (var (operation, status) in await CallAllAsync(node, token))
            Assert.That(
                status,
                Is.Not.EqualTo(HttpStatusCode.Unauthorized)
                    .And.LessThan(HttpStatusCode.InternalServerError),
                operation
            );
    }

    private async Task ShouldBeRefusedAsync(MeetApiFactory node, string token)
    {
        foreach (var (operation, status) in await CallAllAsync(node, token))
            Assert.That(status, Is.EqualTo(HttpStatusCode.Unauthorized), operation);
    }

    private async Task<List<(string Operation, HttpStatusCode Status)>> CallAllAsync(
        MeetApiFactory node,
        string token
    )
    {
        var answers = new List<(string, HttpStatusCode)>();
        foreach (var (operation, body) in Operations)
        {
            using var answer = await CallAsync(node, token, operation, body);
            answers.Add((operation, answer.StatusCode));
        }

        return answers;
    }

    private async Task<HttpResponseMessage> CallAsync(
        MeetApiFactory node,
        string token,
        string operation,
        object? body
    )
    {
        var words = operation.Split(' ');
        using var browser = node.NewBrowser().WithCookie(Browser.AccessCookie, token);
        // With the participant token, a refresh can be refused only because of the access token.
        if (operation.EndsWith("/token/refresh", StringComparison.Ordinal))
            browser.WithCookie(Browser.ParticipantCookie, _participant);
        return await browser.SendAsync(new HttpMethod(words[0]), words[1], body);
    }

    private async Task ChangeDatabaseAsync(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={_nodes.DatabaseFile}");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // A constant of a test above.
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }
}
