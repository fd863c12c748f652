using OpenViduMeet.TestSupport;

namespace OpenViduMeet.BlackBox.Tests;

/// <summary>A server that is told to stop (SIGTERM) while somebody takes nothing of what they are sent.</summary>
public sealed class StoppingTests
{
    private const string Stream = "/meet/internal-api/v1/recordings/demo--EG_demo--clock/stream";

    /// <summary>More than the system takes for a client that reads nothing.</summary>
    private const int Requests = 20;

    [Test]
    public async Task It_ends_in_time_and_well_whoever_is_being_sent_something()
    {
        using var server = await PublishedServer.StartAsync(Release.Path);
        using var admin = new Browser(new Uri(server.Url));
        (
            await admin.PostAsync(
                "/meet/api/v1/auth/login",
                new { username = "admin", password = "admin" }
            )
        ).Dispose();
        using var viewer = await RawConnection.OpenAsync(
            new Uri(server.Url),
            receiveBuffer: 16 * 1024
        );
        var request =
            $"GET {Stream} HTTP/1.1\r\nHost: localhost\r\nCookie: {Browser.AccessCookie}={admin.Cookie(Browser.AccessCookie)}\r\n\r\n";
        await viewer.SendAsync(string.Concat(Enumerable.Repeat(request, Requests)));
        Assert.That(await viewer.ReadUntilAsync("\r\n\r\n"), Does.StartWith("HTTP/1.1 200"));

        var (exitCode, took) = await server.TerminateAsync();

        await TestContext.Out.WriteLineAsync($"it took {took.TotalSeconds:0.0} s");
        Assert.That(exitCode, Is.Zero);
        Assert.That(took, Is.LessThan(TimeSpan.FromSeconds(20)));
    }
}
