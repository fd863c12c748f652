using System.Collections.Concurrent;
using Microsoft.Playwright;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.Browser.Tests;

/// <summary>The pages of a server without a web client, LiveKit and the console.</summary>
public sealed class HomePageTests
{
    private const string BackgroundColor = "() => getComputedStyle(document.body).backgroundColor";

    private readonly ConcurrentQueue<string> _complaints = [];
    private Chromium _chromium = null!;
    private MeetApiFactory _server = null!;
    private IPage _page = null!;

    [SetUp]
    public async Task SetUpAsync()
    {
        _chromium = await Chromium.StartAsync();
        _server = new MeetApiFactory(new Dictionary<string, string> { ["MEET_CONSOLE"] = "false" });
        _page = await _chromium.NewPageAsync();
        _page.Console += (_, line) => _complaints.Enqueue(line.Text);
        _complaints.Clear();
    }

    [TearDown]
    public async Task TearDownAsync()
    {
        if (_chromium is not null)
            await _chromium.DisposeAsync();
        if (_server is not null)
            await _server.DisposeAsync();
    }

    [TestCase("", 390, 844)]
    [TestCase("", 1280, 800)]
    [TestCase("room/demo", 390, 844)]
    [TestCase("room/demo", 1280, 800)]
    public async Task The_page_fits_the_screen_and_the_colour_scheme(
        string path,
        int width,
        int height
    )
    {
        await _page.SetViewportSizeAsync(width, height);
        await _page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        await _page.GotoAsync(_server.Address + path);
        var light = await _page.EvaluateAsync<string>(BackgroundColor);
        await _page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        var dark = await _page.EvaluateAsync<string>(BackgroundColor);
        var contentWidth = await _page.EvaluateAsync<int>(
            "() => document.documentElement.scrollWidth"
        );

        Assert.Multiple(() =>
        {
            Assert.That(light, Is.EqualTo("rgb(244, 246, 246)"));
            Assert.That(dark, Is.EqualTo("rgb(17, 22, 22)"));
            Assert.That(
                contentWidth,
                Is.EqualTo(width),
                "The content is not wider than the screen"
            );
            Assert.That(
                _complaints,
                Has.None.Contains("Content Security Policy"),
                "The page's policy allows its own style"
            );
        });
    }

    [Test]
    public async Task The_links_of_the_page_work()
    {
        await _page.GotoAsync(_server.Address.ToString());
        await _page.GetByRole(AriaRole.Link, new() { Name = "Join as a moderator" }).ClickAsync();
        Assert.That(
            await _page.GetByRole(AriaRole.Heading, new() { Level = 1 }).InnerTextAsync(),
            Is.EqualTo("Nobody can meet here yet")
        );

        await _page.GoBackAsync();
        await _page
            .GetByRole(AriaRole.Link, new() { Name = "OpenVidu Meet REST API" })
            .ClickAsync();
        await Assertions
            .Expect(_page.Locator("#swagger-ui .info"))
            .ToBeVisibleAsync(new() { Timeout = 30_000 });
    }
}
