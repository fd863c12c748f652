using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using OpenViduMeet.Infrastructure.Health;
using OpenViduMeet.TestSupport;
using OpenViduMeet.TestSupport.LiveKit;
using OpenViduMeet.WebApi.Demo;

namespace OpenViduMeet.WebApi.FunctionalTests.Pages;

/// <summary>The home page of a server without a web client and without the console.</summary>
public sealed partial class HomePageTests
{
    private static readonly Dictionary<string, string> WithoutConsole = new()
    {
        ["MEET_CONSOLE"] = "false",
    };

    private static readonly Dictionary<string, string> Production = new()
    {
        [WebHostDefaults.EnvironmentKey] = "Production",
        ["MEET_SECRET"] = "a-long-enough-secret",
        ["MEET_ADMIN_SECRET"] = "another-long-enough-one",
        ["LIVEKIT_API_KEY"] = "production",
        ["LIVEKIT_API_SECRET"] = "a-secret-of-livekit-of-enough-length",
    };

    [Test]
    public async Task The_page_shows_what_is_reachable_and_links_the_API_documents()
    {
        await using var meet = new MeetApiFactory(WithoutConsole);
        using var browser = meet.NewBrowser();
        using var answer = await browser.GetAsync("/");
        var page = await answer.Content.ReadAsStringAsync();

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(
            answer.Content.Headers.ContentType?.ToString(),
            Is.EqualTo("text/html; charset=utf-8")
        );
        Assert.That(
            ShownStates.In(page),
            Is.EquivalentTo([
                ("Meeting server", "Reachable"),
                ("Database", "Reachable"),
                ("Recordings", "Reachable"),
            ])
        );
        foreach (
            var link in LinksIn(page)
                .Where(link => link.StartsWith("/meet", StringComparison.Ordinal))
        )
        {
            using var linked = await browser.GetAsync(link);
            Assert.That((int)linked.StatusCode, Is.LessThan(400), link);
        }
    }

    [Test]
    public async Task The_page_runs_no_script_and_loads_nothing()
    {
        await using var meet = new MeetApiFactory(WithoutConsole);
        using var browser = meet.NewBrowser();
        using var answer = await browser.GetAsync("/");

        Assert.That(
            answer.Headers.GetValues("Content-Security-Policy").Single(),
            Does.StartWith("default-src 'none'; style-src 'sha256-").And.Not.Contain("unsafe")
        );
        Assert.That(answer.Headers.CacheControl?.NoStore, Is.True);
        Assert.That(await answer.Content.ReadAsStringAsync(), Does.Not.Contain("<script"));
    }

    [Test]
    public async Task In_Development_the_page_links_the_demo()
    {
        await using var meet = new MeetApiFactory(WithoutConsole);
        using var admin = await meet.SignInAsAdminAsync();
        using var answer = await admin.GetAsync("/");
        var links = LinksIn(await answer.Content.ReadAsStringAsync());

        using var room = await admin.GetAsync("/meet/api/v1/rooms/demo");
        var demo = await room.ReadJsonAsync();
        Assert.That(
            links,
            Is.SupersetOf(
                new[]
                {
                    demo.GetProperty("moderatorRoomUrl").GetString(),
                    demo.GetProperty("publisherRoomUrl").GetString(),
                }
            )
        );
        using var recording = await admin.GetAsync(
            new Uri(
                links.Single(link => link.EndsWith("/stream", StringComparison.Ordinal))
            ).AbsolutePath
        );
        Assert.That(recording.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Outside_Development_the_page_contains_no_secret()
    {
        await using var meet = new MeetApiFactory(Production);
        using var browser = meet.NewBrowser();
        await using (var scope = meet.Services.CreateAsyncScope())
            await scope
                .ServiceProvider.GetRequiredService<DemoData>()
                .EnsureAsync(CancellationToken.None);
        using var answer = await browser.GetAsync("/");
        var page = await answer.Content.ReadAsStringAsync();

        Assert.That(ShownStates.In(page), Is.EqualTo([("This server", "Ready")]));
        Assert.That(page, Does.Not.Contain("secret").And.Not.Contain("Demo"));
    }

    [Test]
    public async Task Outside_Development_the_page_names_no_dependency()
    {
        await using var meet = new MeetApiFactory(
            new Dictionary<string, string>(Production)
            {
                ["LIVEKIT_URL"] = "wss://livekit.example.com",
                ["LIVEKIT_URL_PRIVATE"] = "http://127.0.0.1:1",
            }
        );
        using var browser = meet.NewBrowser();
        using var answer = await browser.GetAsync("/");
        var page = await answer.Content.ReadAsStringAsync();

        Assert.That(ShownStates.In(page), Is.EqualTo([("This server", "Ready in part")]));
        Assert.That(page, Does.Not.Contain("LiveKit at").And.Not.Contain("SQLite"));
    }

    [Test]
    public async Task With_a_foreign_Host_header_the_page_contains_no_secret()
    {
        await using var meet = new MeetApiFactory(WithoutConsole);
        using var browser = meet.NewBrowser();
        using var answer = await browser.SendAsync(
            HttpMethod.Get,
            "/",
            null,
            ("Host", "rebound.example.com")
        );

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await answer.Content.ReadAsStringAsync(), Does.Not.Contain("secret"));
    }

    [Test]
    public async Task A_dependency_is_shown_as_unreachable_until_it_is_back()
    {
        await using var liveKit = await LiveKitDouble.StartAsync();
        await using var meet = Using(liveKit);
        using var browser = meet.NewBrowser();

        Assert.That(await MeetingServerStateAsync(browser), Is.EqualTo("Reachable"));
        await liveKit.StopAsync();
        meet.Clock.Advance(DependencyHealthChecks.Lifetime);
        Assert.That(await MeetingServerStateAsync(browser), Is.EqualTo("Not reachable"));
        await liveKit.StartAgainAsync();
        await Eventually.HoldsAsync(
            async () =>
            {
                meet.Clock.Advance(DependencyHealthChecks.Lifetime);
                return await MeetingServerStateAsync(browser) == "Reachable";
            },
            "LiveKit is reachable again"
        );
    }

    [Test]
    public async Task A_hanging_dependency_does_not_delay_the_page()
    {
        await using var liveKit = await LiveKitDouble.StartAsync();
        await using var meet = Using(liveKit);
        using var browser = meet.NewBrowser();
        liveKit.InjectFault(LiveKitFault.Stall);

        var started = TimeProvider.System.GetTimestamp();
        Assert.That(await MeetingServerStateAsync(browser), Is.EqualTo("Not reachable"));
        Assert.That(
            TimeProvider.System.GetElapsedTime(started),
            Is.LessThan(TimeSpan.FromSeconds(4))
        );
    }

    [Test]
    public async Task Many_visitors_cause_one_call_to_a_dependency()
    {
        await using var liveKit = await LiveKitDouble.StartAsync();
        await using var meet = Using(liveKit);
        using var browser = meet.NewBrowser();
        (await browser.GetAsync("/room/none")).Dispose();
        // The reconciler first asks whether LiveKit answers, as the page does.
        await Eventually.HoldsAsync(
            () => liveKit.Calls.Any(call => call.Request["names"] is null),
            "the reconciler has begun"
        );
        liveKit.ForgetCalls();

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => MeetingServerStateAsync(browser)));
        Assert.That(CallsOfThePage(liveKit), Is.EqualTo(1));

        meet.Clock.Advance(DependencyHealthChecks.Lifetime);
        await MeetingServerStateAsync(browser);
        // The reconciler may have called too.
        Assert.That(CallsOfThePage(liveKit), Is.InRange(2, 3));
    }

    [Test]
    public async Task With_a_missing_data_directory_the_store_is_unreachable()
    {
        await using var meet = new MeetApiFactory(WithoutConsole);
        using var browser = meet.NewBrowser();
        (await browser.GetAsync("/room/none")).Dispose();
        Directory.Move(meet.DataDirectory, meet.DataDirectory + ".moved");
        try
        {
            using var answer = await browser.GetAsync("/");
            Assert.That(
                ShownStates.In(await answer.Content.ReadAsStringAsync()),
                Does.Contain(("Recordings", "Not reachable"))
            );
        }
        finally
        {
            Directory.Move(meet.DataDirectory + ".moved", meet.DataDirectory);
        }
    }

    [TestCase("/room/demo?secret=123")]
    [TestCase("/login")]
    public async Task A_client_page_says_that_there_is_no_client(string path)
    {
        await using var liveKit = await LiveKitDouble.StartAsync();
        await using var meet = Using(liveKit);
        using var browser = meet.NewBrowser();
        using var answer = await browser.GetAsync(path);
        using var head = await browser.SendAsync(HttpMethod.Head, path);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(head.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(answer.Headers.GetValues("Referrer-Policy"), Is.EqualTo(["no-referrer"]));
        Assert.That(
            await answer.Content.ReadAsStringAsync(),
            Does.Contain("MEET_SPA_DIR").And.Not.Contain("123")
        );
        Assert.That(
            answer.Headers.GetValues("Content-Security-Policy").Single(),
            Does.Not.Contain("frame-ancestors"),
            "Whoever embeds the client sees it too"
        );
    }

    [TestCase("/main.js")]
    [TestCase("/livekit/rtc")]
    [TestCase("/.env")]
    public async Task A_path_that_is_not_a_client_page_is_answered_with_an_empty_404(string path)
    {
        await using var meet = new MeetApiFactory(WithoutConsole);
        using var browser = meet.NewBrowser();
        using var answer = await browser.GetAsync(path);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(await answer.Content.ReadAsStringAsync(), Is.Empty);
    }

    private static MeetApiFactory Using(LiveKitDouble liveKit) =>
        new(
            new Dictionary<string, string>(WithoutConsole)
            {
                ["LIVEKIT_URL"] = liveKit.Url.ToString(),
            }
        );

    /// <summary>The reconciler also lists rooms, but always all of them.</summary>
    private static int CallsOfThePage(LiveKitDouble liveKit) =>
        liveKit.Calls.Count(call =>
            call.Method == "ListRooms" && call.Request["names"] is not null
        );

    private static async Task<string> MeetingServerStateAsync(Browser browser)
    {
        using var answer = await browser.GetAsync("/");
        return ShownStates
            .In(await answer.Content.ReadAsStringAsync())
            .Single(state => state.Purpose == "Meeting server")
            .State;
    }

    private static List<string> LinksIn(string page) =>
        [.. Link().Matches(page).Select(match => WebUtility.HtmlDecode(match.Groups["url"].Value))];

    [GeneratedRegex("<a href=\"(?<url>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();
}
