using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Meetings;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.TestSupport;
using OpenViduMeet.TestSupport.LiveKit;
using OpenViduMeet.WebApi.Demo;
using OpenViduMeet.WebApi.FunctionalTests.Access;

namespace OpenViduMeet.WebApi.FunctionalTests.Conformance;

/// <summary>
/// A server with a LiveKit, one whose ports fail, and one that throttles at once. All three have the same keys. The second has the sessions
/// of the first, so that a user signed in at the first is also signed in at the second.
/// </summary>
internal sealed class Installation : IAsyncDisposable
{
    public const string Alice = "Alice";

    private static readonly TimeSpan TokenLifetime = TimeSpan.FromHours(1);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    private static readonly object DefaultPreferences = new
    {
        authentication = new { authMode = "none" },
        roomCreationPolicy = new { allowRoomCreation = true, requireAuthentication = true },
    };

    private readonly LiveKitDouble _liveKit;
    private readonly MeetApiFactory _sound;
    private readonly MeetApiFactory _failing;
    private readonly MeetApiFactory _throttling;
    private readonly FailingPorts _ports = new();
    private bool _hasOtherPreferences;

    private Installation(LiveKitDouble liveKit)
    {
        _liveKit = liveKit;
        _sound = new(
            new Dictionary<string, string>
            {
                ["LIVEKIT_URL"] = liveKit.Url.ToString(),
                ["MEET_ACCESS_TOKEN_EXPIRATION"] = "30d",
                ["MEET_PARTICIPANT_TOKEN_EXPIRATION"] = "1h",
                ["MEET_WEBHOOK_ALLOW_PRIVATE"] = "true",
            }
        );
        _failing = new(
            new Dictionary<string, string> { ["MEET_WEBHOOK_ALLOW_PRIVATE"] = "true" },
            _ports.Wrap
        );
        _throttling = new(new Dictionary<string, string> { ["MEET_FAILURES_PER_MINUTE"] = "1" });
    }

    public Identity Admin { get; private set; } = null!;

    public Identity User { get; private set; } = null!;

    /// <summary>A day from now, in milliseconds since the Unix epoch.</summary>
    public long Tomorrow => _sound.Clock.GetUtcNow().AddDays(1).ToUnixTimeMilliseconds();

    public static async Task<Installation> StartAsync()
    {
        var installation = new Installation(await LiveKitDouble.StartAsync());
        installation.Admin = await installation.SignInAsync("admin");
        installation.User = await installation.SignInAsync("user");
        return installation;
    }

    /// <summary>Returns the server that can give an answer of this status.</summary>
    public Uri AddressFor(Answer answer) =>
        answer.Status switch
        {
            429 => _throttling.Address,
            500 or 503 when !IsFromLiveKit(answer) => _failing.Address,
            _ => _sound.Address,
        };

    /// <summary>Makes LiveKit or the ports fail as this answer needs it.</summary>
    public void FailFor(Answer answer)
    {
        if (answer.Message == MeetingErrors.Unavailable.Message)
            _liveKit.InjectFault(LiveKitFault.InternalError);
        _liveKit.State.EgressesBecomeActive = answer.Message != RecordingErrors.NotStarted.Message;
        if (answer.Status is not (500 or 503))
            return;
        // A token that the first server has just issued would not be valid yet with an earlier clock.
        _failing.Clock.SetUtcNow(_sound.Clock.GetUtcNow());
        _ports.Returned = new[] { AccessErrors.TooManySignIns }.FirstOrDefault(error =>
            error.Message == answer.Message
        );
        _ports.Thrown =
            answer.Status == 500
                ? new InvalidOperationException("bug")
                : new SqliteException("full", 13);
    }

    public async Task<Identity> SignInAsync(string user)
    {
        using var browser = await _sound.SignInAsync(user);
        var identity = Identity.Of(browser);
        await CopySessionAsync(identity.Access!);
        return identity;
    }

    public Task<TestRoom> CreateRoomAsync() => _sound.CreateRoomAsync();

    /// <summary>Creates a browser with a participant token, as the room's moderator unless another secret is given.</summary>
    public async Task<Identity> EnterAsync(
        TestRoom room,
        string name = Alice,
        string? secret = null
    )
    {
        using var browser = await _sound.EnterAsync(room, name, secret);
        return Identity.Of(browser) with { Access = Admin.Access };
    }

    /// <summary>Adds a participant to a room in LiveKit.</summary>
    public void Join(TestRoom room, string name = Alice) => _liveKit.State.Join(room.Name, name);

    /// <summary>Creates a room in which its moderator Alice is present.</summary>
    public async Task<(TestRoom Room, Identity Moderator)> MeetAsync()
    {
        var room = await CreateRoomAsync();
        var moderator = await EnterAsync(room);
        _liveKit.State.JoinWith(moderator.Participant!);
        return (room, moderator);
    }

    public async Task DisconnectAsync(TestRoom room, Identity moderator, string name)
    {
        using var browser = moderator.At(_sound.Address);
        using var disconnected = await browser.DisconnectAsync(room, name);
        disconnected.EnsureSuccessStatusCode();
    }

    /// <summary>Creates a room that is being recorded.</summary>
    public async Task<(TestRoom Room, Identity Moderator, string RecordingId)> RecordAsync()
    {
        var (room, moderator) = await MeetAsync();
        using var browser = moderator.At(_sound.Address);
        using var started = await PassTimeUntilAsync(
            browser.PostAsync("/meet/api/v1/recordings", new { roomId = room.Name })
        );
        started.EnsureSuccessStatusCode();
        return (
            room,
            moderator,
            (await started.ReadJsonAsync()).GetProperty("recordingId").GetString()!
        );
    }

    public async Task StopAsync(Identity moderator, string recordingId)
    {
        using var browser = moderator.At(_sound.Address);
        using var stopped = await browser.PutAsync($"/meet/api/v1/recordings/{recordingId}");
        stopped.EnsureSuccessStatusCode();
    }

    /// <summary>Enables webhooks, with a receiver at a URL.</summary>
    public async Task TellAsync(string url)
    {
        using var browser = Admin.At(_sound.Address);
        using var set = await browser.PutAsync(
            "/meet/api/v1/preferences/webhooks",
            new { enabled = true, url }
        );
        set.EnsureSuccessStatusCode();
    }

    /// <summary>Creates an API key, which is deleted after the test.</summary>
    /// <returns>Its id, or <see langword="null"/> if there are too many.</returns>
    public async Task<string?> CreateApiKeyAsync()
    {
        using var browser = Admin.At(_sound.Address);
        using var answer = await browser.PostAsync(
            "/meet/api/v1/api-keys",
            new { name = "key", scopes = new[] { "rooms" } }
        );
        return answer.IsSuccessStatusCode
            ? (await answer.ReadJsonAsync()).GetProperty("id").GetString()
            : null;
    }

    public async Task CreateAllApiKeysAsync()
    {
        while (await CreateApiKeyAsync() is not null)
        {
            // Until there are too many.
        }
    }

    /// <summary>Creates a secret that signs webhooks, which is retired after the test.</summary>
    public async Task<string> CreateWebhookSecretAsync()
    {
        using var browser = Admin.At(_sound.Address);
        using var answer = await browser.PostAsync("/meet/api/v1/preferences/webhooks/secrets");
        answer.EnsureSuccessStatusCode();
        return (await answer.ReadJsonAsync()).GetProperty("id").GetString()!;
    }

    /// <summary>Adds a recording that can be watched.</summary>
    public async Task<string> AddRecordingAsync()
    {
        var (path, _) = await _sound.AddRecordingAsync(size: 100);
        return path.Split('/')[^2];
    }

    /// <summary>Creates a link to a recording: the demo recording, unless another is given.</summary>
    public Task<TestLink> AddLinkAsync(string? code = null, string? recording = null) =>
        _sound.AddLinkAsync(recording ?? DemoData.RecordingId.ToString(), code: code);

    /// <summary>
    /// Creates a link with a code on the server that throttles at once, and sends it a wrong one.
    /// </summary>
    public async Task<TestLink> GuessWrongCodeAsync()
    {
        var link = await _throttling.AddLinkAsync(
            DemoData.RecordingId.ToString(),
            code: "right-code"
        );
        await GuessWrongAsync(HttpMethod.Get, $"{link.Path}?code=wrong-code");
        return link;
    }

    public async Task DeleteAsync(TestRoom room)
    {
        using var browser = Admin.At(_sound.Address);
        using var deleted = await browser.DeleteAsync($"/meet/api/v1/rooms/{room.Name}");
        deleted.EnsureSuccessStatusCode();
    }

    /// <summary>Returns the refresh token of a user who no longer exists.</summary>
    public Identity RefreshTokenOfNobody()
    {
        var session = new SignInSession(
            Guid.NewGuid(),
            "nobody",
            Guid.NewGuid(),
            _sound.Clock.GetUtcNow().AddDays(1)
        );
        var token = _sound.Services.GetRequiredService<IUserTokens>().IssueRefresh(session);
        return new Identity(Access: null, token.Value, Participant: null);
    }

    public void LetParticipantTokensExpire() => _sound.Clock.Advance(TokenLifetime);

    /// <summary>Changes the security preferences until the test is over.</summary>
    public async Task PreferAsync(object preferences)
    {
        _hasOtherPreferences = true;
        using var browser = Admin.At(_sound.Address);
        using var answer = await browser.PutAsync("/meet/api/v1/preferences/security", preferences);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>On the server whose ports fail, admits users who signed in at the first server up to those ports.</summary>
    private async Task CopySessionAsync(string accessToken)
    {
        (_ports.Thrown, _ports.Returned) = (null, null);
        _ = _failing.Address;
        var claims = Jwt.Payload(accessToken);
        await using var scope = _failing.Services.CreateAsyncScope();
        await scope
            .ServiceProvider.GetRequiredService<ISignInSessionRepository>()
            .AddAsync(
                new SignInSession(
                    claims.GetProperty("sid").GetGuid(),
                    claims.GetProperty("sub").GetString()!,
                    Guid.NewGuid(),
                    _sound.Clock.GetUtcNow().AddDays(30)
                ),
                CancellationToken.None
            );
    }

    /// <summary>Restores the state that tests share.</summary>
    public async Task RestoreAsync()
    {
        _liveKit.Behave();
        // For that long, calls are refused after failures.
        _sound.Clock.Advance(TimeSpan.FromSeconds(2));
        _liveKit.State.EgressesBecomeActive = true;
        if (_hasOtherPreferences)
            await PreferAsync(DefaultPreferences);
        _hasOtherPreferences = false;
        foreach (var list in new[] { "api-keys", "preferences/webhooks/secrets" })
            await DeleteAllAsync($"/meet/api/v1/{list}");
    }

    /// <summary>Deletes what tests have created. The API key of the settings stays.</summary>
    private async Task DeleteAllAsync(string list)
    {
        using var browser = Admin.At(_sound.Address);
        using var answer = await browser.GetAsync(list);
        foreach (var item in (await answer.ReadJsonAsync()).EnumerateArray())
        {
            var id = item.GetProperty("id").GetString()!;
            if (id != "MEET_API_KEY")
                (await browser.DeleteAsync($"{list}/{id}")).Dispose();
        }
    }

    /// <summary>Makes one wrong guess, after which the server that throttles at once refuses requests.</summary>
    public async Task GuessWrongAsync(HttpMethod method, string path, object? body = null)
    {
        using var browser = _throttling.NewBrowser();
        (await browser.SendAsync(method, path, body)).Dispose();
    }

    public async Task<T> PassTimeUntilAsync<T>(Task<T> done)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!done.IsCompleted)
        {
            _sound.Clock.Advance(Step);
            await Task.WhenAny(done, Task.Delay(TimeSpan.FromMilliseconds(5)));
            if (TimeProvider.System.GetElapsedTime(started) > Bound)
                Assert.Fail("It is not done, however much time passes");
        }

        return await done;
    }

    private static bool IsFromLiveKit(Answer answer) =>
        answer.Message == MeetingErrors.Unavailable.Message
        || answer.Message == RecordingErrors.NotStarted.Message;

    public async ValueTask DisposeAsync()
    {
        _ports.Thrown = null;
        await _throttling.DisposeAsync();
        await _failing.DisposeAsync();
        await _sound.DisposeAsync();
        await _liveKit.DisposeAsync();
    }
}
