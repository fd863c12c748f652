using System.Net;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.BlackBox.Tests;

public sealed class ImportCommandTests
{
    [Test]
    public async Task An_import_with_other_settings_than_the_servers_changes_no_password()
    {
        using var server = await PublishedServer.StartAsync(
            Release.Path,
            ("MEET_ADMIN_SECRET", "the-servers-own")
        );

        await ChildProcess.RunAsync(
            "dotnet",
            [Path.Combine(Release.Path, "OpenViduMeet.WebApi.dll"), "import"],
            TimeSpan.FromMinutes(1),
            ("ASPNETCORE_ENVIRONMENT", "Development"),
            ("MEET_DATA_DIR", server.DataDirectory)
        );

        using var browser = new Browser(new Uri(server.Url));
        using var commands = await SignInAsync(browser, "admin");
        using var own = await SignInAsync(browser, "the-servers-own");
        Assert.That(commands.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(own.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    private static Task<HttpResponseMessage> SignInAsync(Browser browser, string password) =>
        browser.PostAsync("/meet/api/v1/auth/login", new { username = "admin", password });
}
