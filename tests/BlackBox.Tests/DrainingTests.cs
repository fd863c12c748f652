using OpenViduMeet.TestSupport;

namespace OpenViduMeet.BlackBox.Tests;

/// <summary>A server that serves on after it was told to stop.</summary>
public sealed class DrainingTests
{
    private const int Clients = 16;

    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(5);

    [Test]
    public async Task A_draining_server_serves_without_being_ready_until_a_second_signal()
    {
        using var server = await PublishedServer.StartAsync(
            Release.Path,
            ("MEET_DRAIN_DELAY", "2m")
        );
        using var connected = await RawConnection.OpenAsync(new Uri(server.Url));
        using var balancer = new Browser(new Uri(server.Url));

        await server.SignalAsync("TERM");
        await Eventually.HoldsAsync(
            async () => await StatusAsync(balancer, "/meet/health/ready") == 503,
            "the server is not ready"
        );
        await connected.SendAsync("GET /meet/health HTTP/1.1\r\nHost: localhost\r\n\r\n");
        // Without a closed connection, this waits too long.
        var answer = await connected.ReadUntilAsync("the end of the connection");
        var (exitCode, took, output) = await server.StopAsync("TERM");

        Assert.That(answer, Does.StartWith("HTTP/1.1 200").And.Contain("Connection: close"));
        Assert.That(exitCode, Is.Zero);
        Assert.That(took, Is.LessThan(AtOnce));
        Assert.That(output, Does.Contain("cut 0 streams of recordings and 0 other requests"));
    }

    [TestCase("INT")]
    [TestCase("TERM")]
    public async Task A_server_in_Development_stops_at_once(string signal)
    {
        using var server = await PublishedServer.StartAsync(Release.Path);
        using var idle = await RawConnection.OpenAsync(new Uri(server.Url));

        var (exitCode, took, _) = await server.StopAsync(signal);

        Assert.That(exitCode, Is.Zero);
        Assert.That(took, Is.LessThan(AtOnce));
    }

    /// <summary>The signal comes as soon as the database file exists, and a little later each time.</summary>
    [Test]
    public async Task A_start_that_is_told_to_stop_ends_with_exit_code_0()
    {
        for (var stop = 0; stop < 4; stop++)
        {
            using var data = new TemporaryDirectory();
            using var server = PublishedServer.Begin(
                Release.Path,
                data.Path,
                ("MEET_DRAIN_DELAY", "2m")
            );
            await Eventually.HoldsAsync(
                () => File.Exists(Path.Combine(data.Path, "meet.db")),
                "the database file exists"
            );
            await Task.Delay(TimeSpan.FromMilliseconds(stop * 200));
            await server.SignalAsync("TERM");
            await server.SignalAsync("TERM");

            var (exitCode, errors) = await server.WaitForExitAsync();

            Assert.That(exitCode, Is.Zero, errors);
            Assert.That(errors, Is.Empty);
        }
    }

    [Test]
    public async Task No_request_through_nginx_fails_while_one_of_two_nodes_stops()
    {
        (string, string)[] settings =
        [
            ("MEET_DRAIN_DELAY", "5s"),
            ("MEET_TRUSTED_PROXIES", "127.0.0.1"),
            // Nobody reads the output while the servers run, and a full pipe would hold them up.
            ("MEET_LOG_LEVEL", "warn"),
        ];
        using var stopped = await PublishedServer.StartAsync(Release.Path, settings);
        using var other = await PublishedServer.StartAsync(Release.Path, settings);
        await using var nginx = await NginxServer.StartAsync(
            new Uri(stopped.Url),
            new Uri(other.Url)
        );
        using var end = new CancellationTokenSource();
        // Mostly POST: nginx repeats a GET, and never a POST that it has sent.
        var traffic = Enumerable
            .Range(0, Clients)
            .Select(client =>
                client % 4 == 0
                    ? SendAsync(nginx.Address, HttpMethod.Get, "/meet/health", end.Token)
                    : SendAsync(
                        nginx.Address,
                        HttpMethod.Post,
                        "/meet/api/v1/auth/logout",
                        end.Token
                    )
            )
            .ToList();
        await Task.Delay(TimeSpan.FromSeconds(1));

        var (exitCode, took, _) = await stopped.StopAsync("TERM");
        await Task.Delay(TimeSpan.FromSeconds(1));
        await end.CancelAsync();
        var statuses = (await Task.WhenAll(traffic)).SelectMany(sent => sent).ToList();

        await TestContext.Out.WriteLineAsync(
            $"{statuses.Count} requests; the stop took {took.TotalSeconds:0.0} s"
        );
        Assert.That(exitCode, Is.Zero);
        Assert.That(statuses, Has.Count.GreaterThan(Clients * 10));
        Assert.That(statuses.Where(status => status != 200), Is.Empty);
    }

    /// <summary>Sends one request after the other.</summary>
    /// <returns>The status of each answer; 0 for none.</returns>
    private static async Task<List<int>> SendAsync(
        Uri address,
        HttpMethod method,
        string path,
        CancellationToken end
    )
    {
        using var browser = new Browser(address);
        var statuses = new List<int>();
        while (!end.IsCancellationRequested)
        {
            try
            {
                using var answer = await browser.SendAsync(method, path);
                statuses.Add((int)answer.StatusCode);
            }
            catch (HttpRequestException)
            {
                statuses.Add(0);
            }
        }

        return statuses;
    }

    private static async Task<int> StatusAsync(Browser browser, string path)
    {
        using var answer = await browser.GetAsync(path);
        return (int)answer.StatusCode;
    }
}
