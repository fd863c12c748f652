using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Playwright;
using OpenViduMeet.TestSupport;
using OpenViduMeet.TestSupport.LiveKit;

namespace OpenViduMeet.Browser.Tests;

/// <summary>
/// A client that the server hosts and that makes the calls of the Meet client. The tests check the answer to every call while the
/// tokens in the cookies expire one after the other. The client's <c>act</c> performs one action of a user.
/// </summary>
public sealed class ClientCallsTests
{
    private static readonly Dictionary<string, string> Settings = new()
    {
        ["MEET_SPA_DIR"] = Checkout.File("tests", "Browser.Tests", "SpaStandIn"),
        ["MEET_ACCESS_TOKEN_EXPIRATION"] = "2h",
        ["MEET_PARTICIPANT_TOKEN_EXPIRATION"] = "6h",
        ["MEET_REFRESH_TOKEN_EXPIRATION"] = "12h",
    };

    /// <summary>After each of these times, one more of the tokens has expired.</summary>
    private static readonly TimeSpan AccessIsOver = TimeSpan.FromHours(3);
    private static readonly TimeSpan ParticipantIsOver = TimeSpan.FromHours(7);
    private static readonly TimeSpan SessionIsOver = TimeSpan.FromHours(13);

    private readonly ConcurrentQueue<string> _calls = [];
    private Chromium _chromium = null!;
    private LiveKitDouble _liveKit = null!;
    private MeetApiFactory _server = null!;
    private IPage _page = null!;
    private TestRoom _room = null!;

    public enum Ending
    {
        Expired,
        Revoked,
    }

    [OneTimeSetUp]
    public async Task StartAsync() => _chromium = await Chromium.StartAsync();

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (_chromium is not null)
            await _chromium.DisposeAsync();
    }

    [SetUp]
    public async Task SetUpAsync()
    {
        _liveKit = await LiveKitDouble.StartAsync();
        _server = new MeetApiFactory(
            new Dictionary<string, string>(Settings) { ["LIVEKIT_URL"] = _liveKit.Url.ToString() }
        );
        _room = await _server.CreateRoomAsync();
        _page = await _chromium.NewPageAsync();
        _page.Response += (_, answer) =>
        {
            if (answer.Request.ResourceType is "document" or "fetch")
                _calls.Enqueue(Describe(answer));
        };
        _calls.Clear();
    }

    [TearDown]
    public async Task TearDownAsync()
    {
        await _page.Context.CloseAsync();
        await _server.DisposeAsync();
        await _liveKit.DisposeAsync();
    }

    [Test]
    public async Task A_user_signs_in_creates_a_room_and_gets_a_token()
    {
        await OpenAsync("/login");
        ShouldHaveCalled("GET /login 200", "GET V/preferences/security 200");

        Assert.That(await ActAsync("signIn", "admin", "wrong"), Is.EqualTo(404));
        Assert.That(await ActAsync("signIn", "admin", "admin"), Is.EqualTo(200));
        ShouldHaveCalled(
            "POST V/auth/login 404",
            "POST V/auth/login 200",
            "GET V/auth/profile 200"
        );

        var created = await _page.EvaluateAsync<JsonElement>(
            "expiration => act('createRoom', expiration)",
            _server.Clock.GetUtcNow().AddDays(1).ToUnixTimeMilliseconds()
        );
        _room = TestRoom.From(created.GetProperty("value"));
        await OpenRoomAsync();
        Assert.That(await ActAsync("join", "Alice"), Is.EqualTo(200));
        ShouldHaveCalled(
            "POST V/rooms 200",
            "GET /room/{room} 200",
            "GET V/preferences/security 200",
            "GET I/rooms/{room}/participant-role 200",
            "POST I/participants/token 200"
        );
    }

    [Test]
    public async Task Scripts_cannot_read_a_token()
    {
        await OpenAsync("/login");
        await ActAsync("signIn", "admin", "admin");
        await OpenRoomAsync();
        await ActAsync("join", "Alice");

        Assert.That(await _page.Context.CookiesAsync(), Has.Count.EqualTo(3));
        Assert.That(await _page.EvaluateAsync<string>("() => document.cookie"), Is.Empty);
    }

    [Test]
    public async Task A_moderator_with_an_expired_participant_token_refreshes_it()
    {
        await OpenRoomAsync();
        await ActAsync("join", "Alice");
        using var bob = await _server.EnterAsync(_room, "Bob", _room.PublisherSecret);
        _liveKit.State.Join(_room.Name, "Bob");
        _server.Clock.Advance(ParticipantIsOver);
        _calls.Clear();

        Assert.That(await ActAsync("disconnect", "Bob"), Is.EqualTo(204));
        ShouldHaveCalled(
            "DELETE I/participants/Bob 401",
            "POST I/participants/token/refresh 200",
            "DELETE I/participants/Bob 204"
        );
    }

    [Test]
    public async Task A_moderator_with_two_expired_tokens_refreshes_both()
    {
        await EnterSignedInAsync();
        using var bob = await _server.SignInAsUserAsync();
        (await bob.RequestTokenAsync(_room, "Bob", _room.PublisherSecret)).Dispose();
        _liveKit.State.Join(_room.Name, "Bob");
        _server.Clock.Advance(ParticipantIsOver);

        Assert.That(await ActAsync("disconnect", "Bob"), Is.EqualTo(204));
        ShouldHaveCalled(
            "DELETE I/participants/Bob 401",
            "POST I/participants/token/refresh 401",
            "POST V/auth/refresh 200",
            "POST I/participants/token/refresh 200",
            "DELETE I/participants/Bob 204"
        );
    }

    [Test]
    public async Task A_participant_with_an_expired_access_token_renews_the_session(
        [Values] bool cookieIsGone
    )
    {
        await EnterSignedInAsync();
        await LoseAccessAsync(cookieIsGone);

        Assert.That(await ActAsync("join", "Alice"), Is.EqualTo(200));
        ShouldHaveCalled(
            "POST I/participants/token 401",
            "POST I/participants/token/refresh 401",
            "POST V/auth/refresh 200",
            "POST I/participants/token/refresh 409",
            "POST V/auth/refresh 200",
            "POST I/participants/token 200"
        );
    }

    [Test]
    public async Task A_participant_with_a_valid_participant_token_renews_the_session()
    {
        await SignInAsync();
        await OpenRoomAsync();
        await ActAsync("join", "Alice");
        await LoseAccessAsync(cookieIsGone: true);

        Assert.That(await ActAsync("getProfile"), Is.EqualTo(200));
        ShouldHaveCalled(
            "GET V/auth/profile 401",
            "POST I/participants/token/refresh 409",
            "POST V/auth/refresh 200",
            "GET V/auth/profile 200"
        );
    }

    /// <summary>
    /// The client repeats its refresh and not its first call. The second attempt succeeds, because the session has been renewed.
    /// </summary>
    [Test]
    public async Task A_newcomer_with_an_expired_access_token_joins_at_the_second_attempt(
        [Values] bool cookieIsGone
    )
    {
        await RequireSignInAsync();
        await SignInAsync();
        await OpenRoomAsync();
        await LoseAccessAsync(cookieIsGone);

        Assert.That(await ActAsync("join", "Alice"), Is.EqualTo(401));
        Assert.That(await ActAsync("join", "Alice"), Is.EqualTo(200));
        ShouldHaveCalled(
            "POST I/participants/token 401",
            "POST I/participants/token/refresh 401",
            "POST V/auth/refresh 200",
            "POST I/participants/token/refresh 404",
            "POST I/participants/token 200"
        );
    }

    [Test]
    public async Task A_user_outside_of_rooms_with_an_expired_access_token_renews_the_session()
    {
        await SignInAsync();
        await OpenAsync("/");
        await LoseAccessAsync(cookieIsGone: false);

        Assert.That(await ActAsync("getProfile"), Is.EqualTo(200));
        ShouldHaveCalled(
            "GET V/auth/profile 401",
            "POST V/auth/refresh 200",
            "GET V/auth/profile 200"
        );
    }

    [Test]
    public async Task A_participant_whose_session_is_over_is_sent_to_the_sign_in_page(
        [Values] Ending ending
    )
    {
        await EnterSignedInAsync();
        await EndSessionAsync(ending);

        Assert.That(await ActAsync("join", "Alice"), Is.EqualTo(401));
        ShouldHaveCalled(
            "POST I/participants/token 401",
            "POST I/participants/token/refresh 401",
            "POST V/auth/refresh 400",
            "POST V/auth/logout 200"
        );
        Assert.That(new Uri(_page.Url).AbsolutePath, Is.EqualTo("/login"));
    }

    [Test]
    public async Task A_user_who_has_signed_out_has_no_cookies_and_is_refused()
    {
        await SignInAsync();
        await OpenAsync("/");
        _calls.Clear();

        Assert.That(await ActAsync("signOut"), Is.EqualTo(200));
        Assert.That(await ActAsync("getProfile"), Is.EqualTo(401));
        ShouldHaveCalled("POST V/auth/logout 200", "GET V/auth/profile 401");
        Assert.That(await _page.Context.CookiesAsync(), Is.Empty);
    }

    /// <summary>
    /// Signs in as an admin and joins, as Alice and as a moderator, a room that requires every participant to sign in.
    /// </summary>
    private async Task EnterSignedInAsync()
    {
        await RequireSignInAsync();
        await SignInAsync();
        await OpenRoomAsync();
        Assert.That(await ActAsync("join", "Alice"), Is.EqualTo(200));
        _calls.Clear();
    }

    private async Task SignInAsync()
    {
        await OpenAsync("/login");
        Assert.That(await ActAsync("signIn", "admin", "admin"), Is.EqualTo(200));
    }

    /// <param name="cookieIsGone">
    /// Whether the browser has dropped the cookie. Browsers do so by their own clock, before or after the token expires.
    /// </param>
    private async Task LoseAccessAsync(bool cookieIsGone)
    {
        if (cookieIsGone)
            await _page.Context.ClearCookiesAsync(
                new BrowserContextClearCookiesOptions { Name = TestSupport.Browser.AccessCookie }
            );
        else
            _server.Clock.Advance(AccessIsOver);
        _calls.Clear();
    }

    private async Task EndSessionAsync(Ending ending)
    {
        if (ending == Ending.Expired)
        {
            _server.Clock.Advance(SessionIsOver);
            return;
        }

        var cookies = await _page.Context.CookiesAsync();
        using var elsewhere = _server
            .NewBrowser()
            .WithCookie(
                TestSupport.Browser.RefreshCookie,
                cookies.Single(cookie => cookie.Name == TestSupport.Browser.RefreshCookie).Value
            );
        (await elsewhere.PostAsync("/meet/api/v1/auth/logout")).Dispose();
        await LoseAccessAsync(cookieIsGone: true);
    }

    private async Task RequireSignInAsync()
    {
        using var admin = _server.NewBrowser().With("X-API-KEY", MeetApiFactory.ApiKey);
        using var answer = await admin.PutAsync(
            "/meet/api/v1/preferences/security",
            new { authentication = new { authMode = "all_users" } }
        );
        answer.EnsureSuccessStatusCode();
    }

    private Task OpenRoomAsync() => OpenAsync($"/room/{_room.Name}?secret={_room.ModeratorSecret}");

    private async Task OpenAsync(string page)
    {
        await _page.GotoAsync(new Uri(_server.Address, page).ToString());
        await _page.EvaluateAsync("() => loaded");
    }

    /// <summary>Performs an action of a user. A user who gets a token joins with it.</summary>
    /// <returns>The status of the last answer.</returns>
    private async Task<int> ActAsync(string action, params string[] values)
    {
        var left = await _page.EvaluateAsync<JsonElement>(
            "([action, values]) => act(action, ...values)",
            new object[] { action, values }
        );
        var status = left.GetProperty("status").GetInt32();
        if (action == "join" && status == 200)
            _liveKit.State.JoinWith(await ParticipantCookieAsync());
        return status;
    }

    private async Task<string> ParticipantCookieAsync() =>
        (await _page.Context.CookiesAsync())
            .Single(cookie => cookie.Name == TestSupport.Browser.ParticipantCookie)
            .Value;

    private void ShouldHaveCalled(params string[] calls)
    {
        Assert.That(_calls, Is.EqualTo(calls));
        _calls.Clear();
    }

    private string Describe(IResponse answer)
    {
        var path = new Uri(answer.Url)
            .AbsolutePath.Replace("/meet/api/v1", "V", StringComparison.Ordinal)
            .Replace("/meet/internal-api/v1", "I", StringComparison.Ordinal)
            .Replace(_room.Name, "{room}", StringComparison.Ordinal);
        return $"{answer.Request.Method} {path} {answer.Status}";
    }
}
