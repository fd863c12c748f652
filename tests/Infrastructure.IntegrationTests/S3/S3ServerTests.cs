using System.Net;
using System.Net.Http.Headers;
using OpenViduMeet.TestSupport.S3;

namespace OpenViduMeet.Infrastructure.IntegrationTests.S3;

/// <summary>The behaviour of the S3 server that the tests of the S3 store rely on.</summary>
public sealed class S3ServerTests
{
    private const string Key = "media/recordings/daily abc.mp4";

    private S3Server _server = null!;
    private S3Objects _objects = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _server = await S3Server.StartAsync();
        _objects = new S3Objects(_server.Endpoint, _server.AccessKey, _server.SecretKey);
        await _objects.CreateBucketAsync();
        await _objects.PutAsync(Key, "0123456789"u8.ToArray());
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (_server is null)
            return;
        await _objects.RemoveBucketAsync();
        _objects.Dispose();
        await _server.DisposeAsync();
    }

    [Test]
    public async Task An_object_is_read_as_it_was_put()
    {
        using var answer = await _objects.GetAsync(Key);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await answer.Content.ReadAsStringAsync(), Is.EqualTo("0123456789"));
        Assert.That(answer.Headers.ETag?.IsWeak, Is.False);
    }

    [Test]
    public async Task A_range_of_an_object_is_read()
    {
        using var answer = await _objects.GetAsync(Key, new RangeHeaderValue(3, 5));
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.PartialContent));
        Assert.That(await answer.Content.ReadAsStringAsync(), Is.EqualTo("345"));
        Assert.That(
            answer.Content.Headers.ContentRange,
            Is.EqualTo(new ContentRangeHeaderValue(3, 5, 10))
        );
    }

    [Test]
    public async Task An_object_is_read_if_its_tag_matches()
    {
        using var whole = await _objects.GetAsync(Key);
        var tag = whole.Headers.ETag!.Tag;

        using var same = await _objects.GetAsync(Key, new RangeHeaderValue(0, 1), tag);
        Assert.That(same.StatusCode, Is.EqualTo(HttpStatusCode.PartialContent));
        using var other = await _objects.GetAsync(Key, new RangeHeaderValue(0, 1), "\"other\"");
        Assert.That(other.StatusCode, Is.EqualTo(HttpStatusCode.PreconditionFailed));
    }

    [Test]
    public async Task A_missing_object_or_range_is_refused()
    {
        using var missing = await _objects.GetAsync("missing");
        Assert.That(missing.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        using var beyond = await _objects.GetAsync(Key, new RangeHeaderValue(10, 11));
        Assert.That(beyond.StatusCode, Is.EqualTo(HttpStatusCode.RequestedRangeNotSatisfiable));
    }

    [Test]
    public async Task Objects_are_listed_by_their_prefix()
    {
        Assert.That(await _objects.ListAsync("media/"), Is.EqualTo([Key]));
        Assert.That(await _objects.ListAsync("other/"), Is.Empty);
    }
}
