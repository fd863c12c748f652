using OpenViduMeet.TestSupport;

namespace OpenViduMeet.BlackBox.Tests;

/// <summary>A server that is told to stop (SIGTERM) while a client does not read its answer.</summary>
public sealed class StoppingTests
{
    private const string Stream = "/meet/internal-api/v1/recordings/demo--EG_demo--clock/stream";

    /// <summary>More answers than the socket buffers hold for a client that reads nothing.</summary>
    private const int Requests = 20;

    [Test]
    public async Task A_server_with_a_client_that_reads_nothing_stops_in_time_with_exit_code_0()
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

        var (exitCode, took, output) = await server.StopAsync("TERM");

        await TestContext.Out.WriteLineAsync($"it took {took.TotalSeconds:0.0} s");
        Assert.That(exitCode, Is.Zero);
        Assert.That(took, Is.LessThan(TimeSpan.FromSeconds(20)));
        Assert.That(output, Does.Contain("cut 1 streams of recordings and 0 other requests"));
    }
}
