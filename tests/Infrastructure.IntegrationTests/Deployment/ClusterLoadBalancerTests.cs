using System.Net;
using System.Net.Http.Headers;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.Infrastructure.IntegrationTests.Deployment;

/// <summary>A real nginx with deploy/nginx.cluster.conf in front of two servers.</summary>
public sealed class ClusterLoadBalancerTests
{
    private Node _one = null!;
    private Node _two = null!;
    private NginxServer _nginx = null!;
    private HttpClient _client = null!;

    [SetUp]
    public async Task StartAsync()
    {
        (_one, _two) = (new Node("one"), new Node("two"));
        await _one.StartAgainAsync();
        await _two.StartAgainAsync();
        _nginx = await NginxServer.StartClusterAsync([_one.Url, _two.Url], liveKit: _one.Url);
        _client = new HttpClient { BaseAddress = _nginx.Address };
    }

    [TearDown]
    public async Task StopAsync()
    {
        _client?.Dispose();
        if (_nginx is not null)
            await _nginx.DisposeAsync();
        await _one.DisposeAsync();
        await _two.DisposeAsync();
    }

    [Test]
    public async Task Requests_of_one_client_go_to_both_nodes()
    {
        var nodes = new HashSet<string>();
        for (var i = 0; i < 10; i++)
            nodes.Add(await AskAsync(HttpMethod.Get));
        Assert.That(nodes, Is.EquivalentTo(["one", "two"]));
    }

    [TestCase("GET")]
    [TestCase("POST")]
    public async Task No_request_fails_while_one_node_does_not_listen(string method)
    {
        await _one.StopAsync();
        for (var i = 0; i < 20; i++)
            Assert.That(await AskAsync(new HttpMethod(method)), Is.EqualTo("two"));

        await _one.StartAgainAsync();
        await Eventually.HoldsAsync(
            async () => await AskAsync(HttpMethod.Get) == "one",
            "the node that is back gets requests"
        );
    }

    [Test]
    public async Task A_node_sees_the_client_s_address_host_and_scheme()
    {
        using var answer = await _client.GetAsync("/headers");
        Assert.That(
            await answer.Content.ReadAsStringAsync(),
            Is.EqualTo($"{_nginx.Address.Authority} 127.0.0.1 http {_nginx.Address.Authority}")
        );
    }

    [Test]
    public async Task A_range_of_a_recording_passes_unchanged()
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Get,
            "/meet/internal-api/v1/recordings/daily--EG_1--uid/stream"
        );
        request.Headers.Range = new RangeHeaderValue(1_000, 1_999);
        using var answer = await _client.SendAsync(request);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.PartialContent));
        Assert.That(
            answer.Content.Headers.ContentRange?.ToString(),
            Is.EqualTo($"bytes 1000-1999/{Node.Recording.Length}")
        );
        Assert.That(
            await answer.Content.ReadAsByteArrayAsync(),
            Is.EqualTo(Node.Recording[1_000..2_000])
        );
    }

    [Test]
    public async Task A_web_socket_to_LiveKit_passes()
    {
        using var socket = new ClientWebSocket();
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await socket.ConnectAsync(
            new UriBuilder(_nginx.LiveKitAddress) { Scheme = "ws", Path = "/socket" }.Uri,
            bound.Token
        );
        await socket.SendAsync(
            "ping"u8.ToArray(),
            WebSocketMessageType.Text,
            endOfMessage: true,
            bound.Token
        );
        var buffer = new byte[100];
        var received = await socket.ReceiveAsync(buffer, bound.Token);
        Assert.That(buffer[..received.Count], Is.EqualTo("ping"u8.ToArray()));
    }

    private async Task<string> AskAsync(HttpMethod method)
    {
        using var request = new HttpRequestMessage(method, "/name");
        if (method == HttpMethod.Post)
            request.Content = new StringContent("{}");
        using var answer = await _client.SendAsync(request);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        return await answer.Content.ReadAsStringAsync();
    }

    private sealed class Node(string name) : LoopbackServer
    {
        public static readonly byte[] Recording =
        [
            .. Enumerable.Range(0, 5_000).Select(i => (byte)i),
        ];

        public Uri Url => Address;

        protected override void Configure(WebApplication app)
        {
            app.UseWebSockets();
            app.Map("/name", () => name);
            app.Map(
                "/headers",
                (HttpRequest request) =>
                    $"{request.Host} {request.Headers["X-Forwarded-For"]} "
                    + $"{request.Headers["X-Forwarded-Proto"]} {request.Headers["X-Forwarded-Host"]}"
            );
            app.Map(
                "/meet/internal-api/v1/recordings/{id}/stream",
                () => Results.Bytes(Recording, "video/mp4", enableRangeProcessing: true)
            );
            app.Map("/socket", EchoAsync);
        }

        private static async Task EchoAsync(HttpContext context)
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            var buffer = new byte[100];
            var received = await socket.ReceiveAsync(buffer, context.RequestAborted);
            await socket.SendAsync(
                buffer.AsMemory(0, received.Count),
                WebSocketMessageType.Text,
                endOfMessage: true,
                context.RequestAborted
            );
        }
    }
}
