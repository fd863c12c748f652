using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenViduMeet.TestSupport;
using OpenViduMeet.WebApi.Stopping;

namespace OpenViduMeet.WebApi.FunctionalTests.Stopping;

/// <summary>A server that serves on for five seconds after it was told to stop.</summary>
public sealed class DrainingTests
{
    private const string Ready = "/meet/health/ready";
    private const string Stream = "/meet/internal-api/v1/recordings/demo--EG_demo--clock/stream";

    /// <summary>More answers than the socket buffers hold for a client that reads nothing.</summary>
    private const int Streams = 20;

    private LogLines _log = null!;
    private MeetApiFactory _meet = null!;
    private IHostApplicationLifetime _life = null!;
    private ActiveRequests _requests = null!;
    private int _port;

    [SetUp]
    public void Start()
    {
        _log = new LogLines();
        _meet = new MeetApiFactory(
            new Dictionary<string, string> { ["MEET_DRAIN_DELAY"] = "5s" },
            services =>
                services
                    .AddSingleton<ILoggerProvider>(_log)
                    .Configure<MvcOptions>(mvc => mvc.Filters.Add<Hang>())
        );
        _port = _meet.Address.Port;
        _life = _meet.Services.GetRequiredService<IHostApplicationLifetime>();
        _requests = _meet.Services.GetRequiredService<ActiveRequests>();
    }

    [TearDown]
    public async Task StopAsync()
    {
        await UntilStoppedAsync();
        await _meet.DisposeAsync();
        _log.Dispose();
    }

    [Test]
    public async Task A_draining_server_is_not_ready_and_answers_with_Connection_close()
    {
        using var browser = await _meet.SignInAsAdminAsync();
        using var before = await browser.GetAsync("/meet/api/v1/rooms");

        _life.StopApplication();
        using var ready = await browser.GetAsync(Ready);
        using var rooms = await browser.GetAsync("/meet/api/v1/rooms");
        using var changed = await browser.PostAsync("/meet/api/v1/auth/logout");

        Assert.That(before.Headers.ConnectionClose, Is.Not.True);
        Assert.That(ready.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That(rooms.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(changed.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(
            new[] { ready, rooms, changed }.Select(answer => answer.Headers.ConnectionClose),
            Is.All.True
        );
    }

    /// <summary>The server refuses before it has read the body, which a reset connection would hide.</summary>
    [Test]
    public async Task A_refused_body_does_not_hide_the_answer_of_a_draining_server()
    {
        _life.StopApplication();
        using var client = await RawConnection.OpenAsync(_meet.Address);
        var body = new string(' ', 60_000);

        await client.SendAsync(
            $"POST /meet/api/v1/rooms HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}"
        );
        // Read until the server closes the connection.
        var answer = await client.ReadUntilAsync("nothing that is sent");

        Assert.That(answer, Does.StartWith("HTTP/1.1 401").And.Contain("Connection: close"));
    }

    [Test]
    public async Task A_request_under_way_is_answered_after_the_port_is_closed()
    {
        const string Body = """{"username":"admin","password":"admin"}""";
        _life.StopApplication();
        using var idle = await RawConnection.OpenAsync(_meet.Address);
        using var client = await RawConnection.OpenAsync(_meet.Address);
        await client.SendAsync(
            $"POST /meet/api/v1/auth/login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {Body.Length}\r\n\r\n{Body[..9]}"
        );
        await Eventually.HoldsAsync(() => _requests.Count == 1, "the request has begun");

        await Eventually.HoldsAsync(
            async () =>
            {
                _meet.Clock.Advance(TimeSpan.FromMilliseconds(100));
                return await IsClosedAsync();
            },
            "the port is closed"
        );
        await client.SendAsync(Body[9..]);
        var answer = await client.ReadUntilAsync("nothing that is sent");
        await UntilStoppedAsync();

        Assert.That(answer, Does.StartWith("HTTP/1.1 200").And.Contain("Connection: close"));
        Assert.That(await idle.ReadUntilAsync("nothing that is sent"), Is.Empty);
    }

    [Test]
    public async Task What_is_cut_is_counted_in_one_line_of_the_log()
    {
        using var admin = await _meet.SignInAsAdminAsync();
        using var viewer = await RawConnection.OpenAsync(_meet.Address, receiveBuffer: 16 * 1024);
        var cookie = $"{Browser.AccessCookie}={admin.Cookie(Browser.AccessCookie)}";
        var request = $"GET {Stream} HTTP/1.1\r\nHost: localhost\r\nCookie: {cookie}\r\n\r\n";
        await viewer.SendAsync(string.Concat(Enumerable.Repeat(request, Streams)));
        await viewer.ReadUntilAsync("\r\n\r\n");
        var hanging = admin.GetAsync($"/meet/api/v1/rooms?{Hang.Mark}");
        await Eventually.HoldsAsync(() => _requests.Count == 2, "both requests have begun");

        _life.StopApplication();
        await UntilStoppedAsync();

        Assert.That(
            async () => (await hanging).Dispose(),
            Throws.InstanceOf<HttpRequestException>()
        );
        await Eventually.HoldsAsync(
            () => _log.Lines.Any(line => line.StartsWith("Stopped", StringComparison.Ordinal)),
            "the server says what it cut"
        );
        Assert.That(
            _log.Lines.Where(line => line.Contains(" cut ", StringComparison.Ordinal)),
            Is.EqualTo(["Stopped: cut 1 streams of recordings and 1 other requests"])
        );
    }

    private async Task UntilStoppedAsync()
    {
        _life.StopApplication();
        await Eventually.HoldsAsync(
            () =>
            {
                _meet.Clock.Advance(TimeSpan.FromSeconds(1));
                return _life.ApplicationStopped.IsCancellationRequested;
            },
            "the server has stopped"
        );
    }

    private async Task<bool> IsClosedAsync()
    {
        using var client = new TcpClient();
        try
        {
            using var bound = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
            await client.ConnectAsync(IPAddress.Loopback, _port, bound.Token);
            return false;
        }
        catch (OperationCanceledException)
        {
            // Shortly before it closes its port, the server does not answer.
            return false;
        }
        catch (SocketException)
        {
            return true;
        }
    }

    /// <summary>Answers a request with a mark when its client has left.</summary>
    private sealed class Hang : IAsyncResourceFilter
    {
        public const string Mark = "hang";

        public async Task OnResourceExecutionAsync(
            ResourceExecutingContext context,
            ResourceExecutionDelegate next
        )
        {
            var http = context.HttpContext;
            if (http.Request.QueryString.Value == $"?{Mark}")
                await Task.Delay(Timeout.Infinite, http.RequestAborted)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            else
                await next();
        }
    }
}
