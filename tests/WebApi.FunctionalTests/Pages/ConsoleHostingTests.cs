using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Hosting;
using OpenViduMeet.TestSupport;
using OpenViduMeet.WebApi.FunctionalTests.Spa;

namespace OpenViduMeet.WebApi.FunctionalTests.Pages;

/// <summary>Where the console is served, and what its page says before anybody signs in.</summary>
public sealed partial class ConsoleHostingTests
{
    private const string Console = "/meet/console";

    private static readonly Dictionary<string, string> Production = new()
    {
        [WebHostDefaults.EnvironmentKey] = "Production",
        ["MEET_SECRET"] = "a-long-enough-secret",
        ["MEET_ADMIN_SECRET"] = "another-long-enough-one",
        ["LIVEKIT_API_KEY"] = "production",
        ["LIVEKIT_API_SECRET"] = "a-secret-of-livekit-of-enough-length",
    };

    private static readonly Dictionary<string, string> InProduction = new(Production)
    {
        ["MEET_CONSOLE"] = "true",
    };

    [TestCase("/")]
    [TestCase("/meet/console")]
    [TestCase("/meet/console/")]
    public async Task In_Development_the_home_page_is_the_console(string path)
    {
        await using var meet = new MeetApiFactory();
        using var browser = meet.NewBrowser();
        using var answer = await browser.GetAsync(path);
        using var head = await browser.SendAsync(HttpMethod.Head, path);
        var page = await answer.Content.ReadAsStringAsync();

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(head.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(page, Does.Contain("data-development-user=\"admin\""));
        Assert.That(answer.Headers.CacheControl?.NoStore, Is.True);
        foreach (var file in FilesOf(page))
        {
            using var loaded = await browser.GetAsync(file);
            Assert.That(loaded.StatusCode, Is.EqualTo(HttpStatusCode.OK), file);
            ShouldBeHardened(loaded);
        }

        ShouldBeHardened(answer);
    }

    [Test]
    public async Task A_file_of_the_console_that_has_not_changed_is_not_sent_again()
    {
        await using var meet = new MeetApiFactory();
        using var browser = meet.NewBrowser();
        using var first = await browser.GetAsync($"{Console}/console.js");
        using var second = await browser.SendAsync(
            HttpMethod.Get,
            $"{Console}/console.js",
            null,
            ("If-None-Match", first.Headers.ETag!.ToString())
        );

        Assert.That(first.Content.Headers.ContentType?.MediaType, Is.EqualTo("text/javascript"));
        Assert.That(first.Headers.CacheControl?.NoCache, Is.True);
        Assert.That(second.StatusCode, Is.EqualTo(HttpStatusCode.NotModified));
    }

    [TestCase(null)]
    [TestCase("false")]
    public async Task In_Production_there_is_no_console_unless_the_setting_says_so(string? setting)
    {
        var settings = new Dictionary<string, string>(Production);
        if (setting is not null)
            settings["MEET_CONSOLE"] = setting;
        await using var meet = new MeetApiFactory(settings);
        using var browser = meet.NewBrowser();
        using var home = await browser.GetAsync("/");
        using var console = await browser.GetAsync(Console);
        using var script = await browser.GetAsync($"{Console}/console.js");

        Assert.That(
            ShownStates.In(await home.Content.ReadAsStringAsync()),
            Is.EqualTo([("This server", "Ready")])
        );
        Assert.That(console.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(script.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task In_Production_the_page_names_no_user_and_no_dependency()
    {
        await using var meet = new MeetApiFactory(InProduction);
        using var browser = meet.NewBrowser();
        using var answer = await browser.GetAsync("/");
        var page = await answer.Content.ReadAsStringAsync();

        Assert.That(page, Does.Contain("console.js"));
        Assert.That(page, Does.Contain("data-development-user=\"\""));
        Assert.That(page, Does.Not.Contain("admin").And.Not.Contain("SQLite"));
    }

    [Test]
    public async Task In_Development_another_password_is_not_shown()
    {
        await using var meet = new MeetApiFactory(
            new Dictionary<string, string> { ["MEET_ADMIN_SECRET"] = "hunter2-hunter2" }
        );
        using var browser = meet.NewBrowser();
        using var answer = await browser.GetAsync("/");
        var page = await answer.Content.ReadAsStringAsync();

        Assert.That(page, Does.Contain("data-development-user=\"\"").And.Not.Contain("hunter2"));
    }

    [Test]
    public async Task With_a_web_client_the_console_has_a_path_of_its_own()
    {
        using var client = new BuiltClient();
        await using var meet = new MeetApiFactory(
            new Dictionary<string, string> { ["MEET_SPA_DIR"] = client.Folder }
        );
        using var browser = meet.NewBrowser();
        using var home = await browser.GetAsync("/");
        using var console = await browser.GetAsync(Console);

        Assert.That(await home.Content.ReadAsStringAsync(), Is.EqualTo(BuiltClient.Index));
        Assert.That(await console.Content.ReadAsStringAsync(), Does.Contain("console.js"));
    }

    /// <summary>The operations that the console calls, without its cookies.</summary>
    [TestCase("rooms")]
    [TestCase("rooms/demo/participants")]
    [TestCase("recordings")]
    [TestCase("preferences/webhooks")]
    [TestCase("preferences/webhooks/deliveries")]
    public async Task What_the_console_shows_needs_an_administrator(string operation)
    {
        await using var meet = new MeetApiFactory();
        using var stranger = meet.NewBrowser();
        using var user = await meet.SignInAsUserAsync();
        using var unknown = await stranger.GetAsync($"/meet/api/v1/{operation}");
        using var refused = await user.GetAsync($"/meet/api/v1/{operation}");

        Assert.That(unknown.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That(refused.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
    }

    private static void ShouldBeHardened(HttpResponseMessage answer)
    {
        Assert.That(
            answer.Headers.GetValues("Content-Security-Policy").Single(),
            Does.StartWith("default-src 'none'; script-src 'self'; style-src 'self'; ")
                .And.Contain("frame-ancestors 'none'")
                .And.Not.Contain("unsafe")
        );
        Assert.That(answer.Headers.GetValues("X-Content-Type-Options"), Is.EqualTo(["nosniff"]));
        Assert.That(answer.Headers.GetValues("Referrer-Policy"), Is.EqualTo(["no-referrer"]));
    }

    private static List<string> FilesOf(string page)
    {
        List<string> files = [.. File().Matches(page).Select(match => match.Groups["url"].Value)];
        Assert.That(files, Has.Count.EqualTo(3));
        return files;
    }

    [GeneratedRegex(
        "(src|href)=\"(?<url>/meet/console/[^\"]+)\"",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex File();
}
