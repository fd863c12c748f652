using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Playwright;
using OpenViduMeet.TestSupport;
using OpenViduMeet.TestSupport.LiveKit;

namespace OpenViduMeet.Browser.Tests;

/// <summary>
/// The client in a frame of another site, where the browser neither sends nor stores the server's cookies.
/// <c>localhost</c> and <c>127.0.0.1</c> are two sites.
/// </summary>
public sealed class EmbeddedClientTests
{
    private readonly ConcurrentQueue<string> _calls = [];
    private Chromium _chromium = null!;
    private LiveKitDouble _liveKit = null!;
    private MeetApiFactory _server = null!;
    private EmbeddingSite _site = null!;
    private IPage _page = null!;
    private IFrame _frame = null!;
    private TestRoom _room = null!;

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
            new Dictionary<string, string>
            {
                ["LIVEKIT_URL"] = _liveKit.Url.ToString(),
                ["MEET_SPA_DIR"] = Checkout.File("tests", "Browser.Tests", "SpaStandIn"),
            }
        );
        _room = await _server.CreateRoomAsync();
        _site = new EmbeddingSite();
        await _site.StartAgainAsync();
        _page = await _chromium.NewPageAsync();
        _page.Response += (_, answer) =>
        {
            if (answer.Request.ResourceType == "fetch")
                _calls.Enqueue(
                    $"{answer.Request.Method} {new Uri(answer.Url).AbsolutePath.Split('/', 5)[^1]} {answer.Status}"
                );
        };
        _calls.Clear();
    }

    [TearDown]
    public async Task TearDownAsync()
    {
        await _page.Context.CloseAsync();
        await _site.DisposeAsync();
        await _server.DisposeAsync();
        await _liveKit.DisposeAsync();
    }

    [TestCase("none", "moderator")]
    [TestCase("none", "publisher")]
    [TestCase("moderators_only", "publisher")]
    public async Task A_user_with_the_link_joins_and_stays_in_the_room_after_a_refused_call(
        string authMode,
        string role
    )
    {
        await EmbedAsync(authMode, role);

        Assert.That(await ActAsync("join", "Alice"), Is.EqualTo(200));
        Assert.That(await ActAsync("disconnect", "Bob"), Is.EqualTo(401));

        Assert.That(
            _calls,
            Is.EqualTo([
                "POST participants/token 200",
                "DELETE participants/Bob 401",
                "POST participants/token/refresh 404",
            ])
        );
        Assert.That(await _page.Context.CookiesAsync(), Is.Empty, "The browser stores no cookies");
        Assert.That(await PathAsync(), Is.EqualTo($"/room/{_room.Name}"));
    }

    [TestCase("moderators_only", "moderator")]
    [TestCase("all_users", "publisher")]
    public async Task A_frame_that_requires_a_sign_in_shows_it_and_ends_no_session_elsewhere(
        string authMode,
        string role
    )
    {
        await _page.GotoAsync(new Uri(_server.Address, "/login").ToString());
        await _page.EvaluateAsync("() => loaded.then(() => act('signIn', 'admin', 'admin'))");
        await EmbedAsync(authMode, role);

        Assert.That(await ActAsync("join", "Alice"), Is.EqualTo(401));

        Assert.That(
            _calls,
            Is.EqualTo([
                "POST participants/token 401",
                "POST participants/token/refresh 401",
                "POST auth/refresh 400",
                "POST auth/logout 200",
            ])
        );
        Assert.That(await PathAsync(), Is.EqualTo("/login"));
        await _page.GotoAsync(new Uri(_server.Address, "/login").ToString());
        Assert.That(
            await _page.EvaluateAsync<int>("async () => (await act('getProfile')).status"),
            Is.EqualTo(200),
            "The session on the server's own pages continues"
        );
    }

    private async Task EmbedAsync(string authMode, string role)
    {
        using var admin = _server.NewBrowser().With("X-API-KEY", MeetApiFactory.ApiKey);
        using var answer = await admin.PutAsync(
            "/meet/api/v1/preferences/security",
            new { authentication = new { authMode } }
        );
        answer.EnsureSuccessStatusCode();
        var secret = role == "moderator" ? _room.ModeratorSecret : _room.PublisherSecret;
        _site.Embedded = new Uri(_server.Address, $"/room/{_room.Name}?secret={secret}");

        await _page.GotoAsync(_site.Url.ToString());
        _frame = _page.Frames.Single(frame => frame.ParentFrame is not null);
        await _frame.EvaluateAsync("() => loaded");
        _calls.Clear();
    }

    /// <returns>The status of the last answer.</returns>
    private async Task<int> ActAsync(string action, params string[] values)
    {
        var left = await _frame.EvaluateAsync<JsonElement>(
            "([action, values]) => act(action, ...values)",
            new object[] { action, values }
        );
        return left.GetProperty("status").GetInt32();
    }

    /// <summary>The path of the page that the client shows.</summary>
    private Task<string> PathAsync() => _frame.EvaluateAsync<string>("() => location.pathname");

    private sealed class EmbeddingSite : LoopbackServer
    {
        public Uri Url => new UriBuilder(Address) { Host = "localhost" }.Uri;

        public Uri? Embedded { get; set; }

        protected override void Configure(WebApplication app) =>
            app.MapGet(
                "/",
                () =>
                    Results.Content(
                        $"""<!doctype html><title>Another site</title><link rel="icon" href="data:,"><iframe src="{Embedded}"></iframe>""",
                        "text/html"
                    )
            );
    }
}
