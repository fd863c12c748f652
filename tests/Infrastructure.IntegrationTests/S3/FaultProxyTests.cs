using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using OpenViduMeet.TestSupport;
using OpenViduMeet.TestSupport.S3;

namespace OpenViduMeet.Infrastructure.IntegrationTests.S3;

/// <summary>Tests of the proxy itself: it causes the requested fault and no other.</summary>
public sealed class FaultProxyTests
{
    private const string Key = "a b/é.mp4";
    private const int Size = 256 * 1024;

    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(300);
    private static readonly byte[] Content = RandomNumberGenerator.GetBytes(Size);

    private S3Server _server = null!;
    private FaultProxy _behind = null!;
    private FaultProxy _proxy = null!;
    private S3Objects _objects = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _server = await S3Server.StartAsync();
        _behind = await FaultProxy.StartAsync(_server.Endpoint);
        _proxy = await FaultProxy.StartAsync(_behind.Address);
        _objects = new S3Objects(_proxy.Address, _server.AccessKey, _server.SecretKey);
        await _objects.CreateBucketAsync();
        await _objects.PutAsync(Key, Content);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (_server is null)
            return;
        await _objects.RemoveBucketAsync();
        _objects.Dispose();
        await _proxy.DisposeAsync();
        await _behind.DisposeAsync();
        await _server.DisposeAsync();
    }

    [TearDown]
    public async Task TearDownAsync()
    {
        _behind.Behave();
        _proxy.Behave();
        await Eventually.HoldsAsync(() => _proxy.OpenConnections == 0, "every exchange ends");
        _proxy.ForgetRequests();
    }

    [Test]
    public async Task Without_a_fault_the_proxy_passes_everything_on()
    {
        using var whole = await _objects.GetAsync(Key);
        Assert.That(await whole.Content.ReadAsByteArrayAsync(), Is.EqualTo(Content));
        using var part = await _objects.GetAsync(
            Key,
            new RangeHeaderValue(1, Size - 2),
            whole.Headers.ETag!.Tag
        );
        Assert.That(await part.Content.ReadAsByteArrayAsync(), Is.EqualTo(Content[1..^1]));

        var request = _proxy.Requests[^1];
        Assert.That(request.Method, Is.EqualTo("GET"));
        Assert.That(request.Path, Does.EndWith("/a%20b/%C3%A9.mp4"));
        Assert.That(request.Query, Does.Contain("X-Amz-Credential=").And.Contain("%2Fus-east-1"));
        Assert.That(request.Range, Is.EqualTo($"bytes=1-{Size - 2}"));
        Assert.That(request.IfMatch, Is.EqualTo(whole.Headers.ETag.Tag));
        Assert.That(request.IsObjectRead, Is.True);
    }

    [Test]
    public async Task The_proxy_passes_a_body_on_piece_by_piece()
    {
        _behind.InjectFault(new ProxyFault.Stall(1000));
        using var answer = await _objects.GetAsync(Key);
        await using var body = await answer.Content.ReadAsStreamAsync();
        var got = new byte[1000];
        await body.ReadExactlyAsync(got);
        Assert.That(got, Is.EqualTo(Content[..1000]));
    }

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(100_000)]
    public async Task The_proxy_closes_the_connection_after_a_number_of_bytes(int bytes)
    {
        _proxy.InjectFault(new ProxyFault.CutAfter(bytes));
        var (got, failure) = await ReadAsync();
        Assert.That(got, Is.EqualTo(Content[..bytes]));
        Assert.That(
            (failure as HttpIOException)?.HttpRequestError,
            Is.EqualTo(HttpRequestError.ResponseEnded)
        );
    }

    [TestCase(0)]
    [TestCase(1000)]
    public async Task The_proxy_resets_the_connection_after_a_number_of_bytes(int bytes)
    {
        _proxy.InjectFault(new ProxyFault.ResetAfter(bytes));
        var (got, failure) = await ReadAsync();
        Assert.That(got, Is.EqualTo(Content[..bytes]));
        Assert.That(
            (failure?.InnerException as SocketException)?.SocketErrorCode,
            Is.EqualTo(SocketError.ConnectionReset)
        );
    }

    [Test]
    public async Task The_proxy_stalls_in_the_body_until_the_client_disconnects()
    {
        _proxy.InjectFault(new ProxyFault.Stall(1000));
        using var answer = await _objects.GetAsync(Key);
        await using var body = await answer.Content.ReadAsStreamAsync();
        var got = new byte[1000];
        await body.ReadExactlyAsync(got);
        Assert.That(got, Is.EqualTo(Content[..1000]));

        using var patience = new CancellationTokenSource(Moment);
        Assert.That(
            async () => await body.ReadAsync(got, patience.Token),
            Throws.InstanceOf<OperationCanceledException>()
        );
        answer.Dispose();
        await Eventually.HoldsAsync(() => _proxy.OpenConnections == 0, "the exchange ends");
    }

    [Test]
    public async Task The_proxy_answers_nothing_until_the_client_disconnects()
    {
        _proxy.InjectFault(new ProxyFault.Silence());
        using var patience = new CancellationTokenSource(Moment);
        var answer = _objects.GetAsync(Key, ct: patience.Token);
        await Eventually.HoldsAsync(() => _proxy.OpenConnections == 1, "the request comes");
        Assert.That(async () => await answer, Throws.InstanceOf<OperationCanceledException>());
        await Eventually.HoldsAsync(() => _proxy.OpenConnections == 0, "the exchange ends");
    }

    [Test]
    public async Task The_proxy_notices_that_the_client_disconnects_during_a_body()
    {
        _proxy.InjectFault(new ProxyFault.Slow(Size));
        using (await _objects.GetAsync(Key))
            Assert.That(_proxy.OpenConnections, Is.EqualTo(1));
        await Eventually.HoldsAsync(() => _behind.OpenConnections == 0, "both exchanges end");
    }

    [Test]
    public async Task The_proxy_sends_slowly()
    {
        _proxy.InjectFault(new ProxyFault.Slow(10_000));
        var started = TimeProvider.System.GetTimestamp();
        using var answer = await _objects.GetAsync(Key, new RangeHeaderValue(0, 4_999));
        Assert.That(await answer.Content.ReadAsByteArrayAsync(), Is.EqualTo(Content[..5_000]));
        Assert.That(
            TimeProvider.System.GetElapsedTime(started),
            Is.GreaterThan(TimeSpan.FromMilliseconds(450))
        );
    }

    [Test]
    public async Task The_proxy_announces_more_bytes_than_it_sends()
    {
        _proxy.InjectFault(new ProxyFault.WrongLength(5));
        using var answer = await _objects.GetAsync(Key, new RangeHeaderValue(0, 9));
        Assert.That(answer.Content.Headers.ContentLength, Is.EqualTo(15));
        Assert.That(answer.Content.ReadAsByteArrayAsync, Throws.InstanceOf<HttpRequestException>());
    }

    [Test]
    public async Task The_proxy_announces_fewer_bytes_than_there_are()
    {
        _proxy.InjectFault(new ProxyFault.WrongLength(-5), times: 1);
        using var answer = await _objects.GetAsync(Key, new RangeHeaderValue(0, 9));
        Assert.That(await answer.Content.ReadAsByteArrayAsync(), Is.EqualTo(Content[..5]));
        using var next = await _objects.GetAsync(Key, new RangeHeaderValue(0, 9));
        Assert.That(await next.Content.ReadAsByteArrayAsync(), Is.EqualTo(Content[..10]));
    }

    [Test]
    public async Task The_proxy_answers_instead_of_the_server()
    {
        _proxy.InjectFault(
            new ProxyFault.Answer(HttpStatusCode.Found, "<Error/>", ("Location", "/elsewhere")),
            request => request.IsObjectRead,
            times: 1
        );
        Assert.That(await _objects.ListAsync(""), Is.EqualTo([Key]), "No read of an object");
        using var answer = await _objects.GetAsync(Key);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Found));
        Assert.That(answer.Headers.Location?.OriginalString, Is.EqualTo("/elsewhere"));
        Assert.That(await answer.Content.ReadAsStringAsync(), Is.EqualTo("<Error/>"));
        using var next = await _objects.GetAsync(Key);
        Assert.That(
            next.StatusCode,
            Is.EqualTo(HttpStatusCode.OK),
            "The fault was for one request"
        );
    }

    [Test]
    public async Task The_proxy_ignores_a_range()
    {
        _proxy.InjectFault(new ProxyFault.IgnoreRange());
        using var answer = await _objects.GetAsync(Key, new RangeHeaderValue(0, 9));
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await answer.Content.ReadAsByteArrayAsync(), Is.EqualTo(Content));
        Assert.That(_proxy.Requests[^1].Range, Is.EqualTo("bytes=0-9"));
    }

    [Test]
    public async Task The_proxy_refuses_connections_and_accepts_them_again()
    {
        (await _objects.GetAsync(Key)).Dispose();
        await _proxy.RefuseConnectionsAsync();
        var refused = Assert.ThrowsAsync<HttpRequestException>(() => _objects.GetAsync(Key));
        Assert.That(refused!.HttpRequestError, Is.EqualTo(HttpRequestError.ConnectionError));

        _proxy.AcceptConnections();
        using var answer = await _objects.GetAsync(Key, new RangeHeaderValue(0, 9));
        Assert.That(await answer.Content.ReadAsByteArrayAsync(), Is.EqualTo(Content[..10]));
    }

    private async Task<(byte[] Got, IOException? Failure)> ReadAsync()
    {
        using var answer = await _objects.GetAsync(Key);
        await using var body = await answer.Content.ReadAsStreamAsync();
        using var got = new MemoryStream();
        try
        {
            await body.CopyToAsync(got);
            return (got.ToArray(), null);
        }
        catch (IOException failure)
        {
            return (got.ToArray(), failure);
        }
    }
}
