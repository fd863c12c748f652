using System.Net;
using Microsoft.Extensions.DependencyInjection;
using OpenViduMeet.TestSupport;
using OpenViduMeet.WebApi.Media;

namespace OpenViduMeet.WebApi.FunctionalTests.Recordings;

public sealed class StreamRecordingTests
{
    private const string Path = "/meet/internal-api/v1/recordings/demo--EG_demo--clock/stream";

    private MeetApiFactory _meet = null!;
    private Browser _admin = null!;
    private byte[] _media = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _media = await File.ReadAllBytesAsync(
            Checkout.File("src", "WebApi", "Demo", "demo-recording.mp4")
        );
        _meet = new MeetApiFactory();
        _admin = await _meet.SignInAsAdminAsync();
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        _admin.Dispose();
        await _meet.DisposeAsync();
    }

    [TestCase("bytes=0-1023", 0, 1023)]
    [TestCase("bytes=1000-", 1000, -1)]
    [TestCase("bytes=-500", -500, -1)]
    [TestCase("bytes=0-0", 0, 0)]
    [TestCase("bytes=-1", -1, -1)]
    [TestCase("bytes=100-999999999", 100, -1)]
    [TestCase("bytes=-999999999", 0, -1)]
    public async Task A_range_is_answered_with_exactly_its_bytes(string range, int first, int last)
    {
        var start = first < 0 ? _media.Length + first : first;
        var end = last < 0 ? _media.Length + last : last;

        using var answer = await GetAsync(("Range", range));

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.PartialContent));
        Assert.That(
            answer.Content.Headers.ContentRange?.ToString(),
            Is.EqualTo($"bytes {start}-{end}/{_media.Length}")
        );
        Assert.That(answer.Content.Headers.ContentLength, Is.EqualTo(end - start + 1));
        Assert.That(
            (await answer.Content.ReadAsByteArrayAsync())
                .AsSpan()
                .SequenceEqual(_media.AsSpan(start..(end + 1))),
            Is.True
        );
        AssertDescribed(answer);
    }

    [TestCase(null)]
    [TestCase("chunks=0-1")]
    [TestCase("bytes=0-1,5-6")]
    public async Task Without_one_byte_range_the_whole_recording_is_sent(string? range)
    {
        using var answer = range is null ? await GetAsync() : await GetAsync(("Range", range));

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(answer.Content.Headers.ContentType?.ToString(), Is.EqualTo("video/mp4"));
        Assert.That(
            (await answer.Content.ReadAsByteArrayAsync()).AsSpan().SequenceEqual(_media),
            Is.True
        );
        AssertDescribed(answer);
    }

    /// <summary>Then the chunks are small, and are copied.</summary>
    [Test]
    public async Task The_bytes_are_exact_while_very_many_are_watching()
    {
        var memory = _meet.Services.GetRequiredService<SendingMemory>();
        var others = Enumerable.Range(0, 1000).Select(_ => memory.Enter()).ToList();
        try
        {
            using var answer = await GetAsync(("Range", "bytes=1-"));
            Assert.That(
                (await answer.Content.ReadAsByteArrayAsync())
                    .AsSpan()
                    .SequenceEqual(_media.AsSpan(1)),
                Is.True
            );
        }
        finally
        {
            others.ForEach(other => other.Dispose());
        }
    }

    [TestCase("bytes=99999999-")]
    [TestCase("bytes=-0")]
    public async Task A_range_outside_of_the_recording_cannot_be_satisfied(string range)
    {
        using var answer = await GetAsync(("Range", range));

        await answer.ShouldBeErrorAsync(
            HttpStatusCode.RequestedRangeNotSatisfiable,
            "Requested range not satisfiable",
            "Recording Error"
        );
        Assert.That(
            answer.Content.Headers.ContentRange?.ToString(),
            Is.EqualTo($"bytes */{_media.Length}")
        );
    }

    [TestCase("bytes=abc")]
    [TestCase("bytes=")]
    [TestCase("bytes=5-2")]
    [TestCase("bytes=--5")]
    [TestCase("bytes=0-99999999999999999999")]
    public async Task A_malformed_range_is_refused(string range)
    {
        using var answer = await GetAsync(("Range", range));

        await answer.ShouldBeErrorAsync(
            HttpStatusCode.BadRequest,
            "Invalid Range header",
            "Recording Error"
        );
    }

    [Test]
    public async Task HEAD_returns_the_headers_of_the_whole_recording_without_a_body()
    {
        using var answer = await _admin.SendAsync(
            HttpMethod.Head,
            Path,
            headers: ("Range", "bytes=0-1")
        );

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(answer.Content.Headers.ContentLength, Is.EqualTo(_media.Length));
        Assert.That(await answer.Content.ReadAsByteArrayAsync(), Is.Empty);
        AssertDescribed(answer);
    }

    [TestCase("", "inline; filename=demo--clock.mp4")]
    [TestCase("?download=true", "attachment; filename=demo--clock.mp4")]
    public async Task A_download_is_an_attachment(string query, string disposition)
    {
        using var answer = await _admin.SendAsync(HttpMethod.Head, Path + query);
        Assert.That(answer.Content.Headers.ContentDisposition?.ToString(), Is.EqualTo(disposition));
    }

    [TestCase("demo--EG_demo--other")]
    [TestCase("demo")]
    [TestCase("demo--EG_demo--clock--x")]
    [TestCase("..%2F..%2Fetc--EG_demo--clock")]
    [TestCase("demo--EG_demo--clock%00")]
    [TestCase("%20demo--EG_demo--clock")]
    public async Task An_unknown_id_is_not_found(string id)
    {
        using var answer = await _admin.GetAsync($"/meet/internal-api/v1/recordings/{id}/stream");
        Assert.That(
            answer.StatusCode,
            Is.EqualTo(HttpStatusCode.NotFound).Or.EqualTo(HttpStatusCode.BadRequest)
        );
        if (!id.Contains("%00", StringComparison.Ordinal))
        {
            await answer.ShouldBeErrorAsync(
                HttpStatusCode.NotFound,
                "Recording not found",
                "Recording Error"
            );
        }
    }

    [Test]
    public async Task Only_administrators_can_watch()
    {
        using var nobody = _meet.NewBrowser();
        using var user = await _meet.SignInAsUserAsync();
        using var unauthorized = await nobody.GetAsync(Path);
        using var forbidden = await user.GetAsync(Path);

        await unauthorized.ShouldBeErrorAsync(HttpStatusCode.Unauthorized, "Unauthorized");
        await forbidden.ShouldBeErrorAsync(
            HttpStatusCode.Forbidden,
            "Insufficient permissions to access this resource"
        );
    }

    [TestCase("If-None-Match", "{tag}", 304)]
    [TestCase("If-None-Match", "W/{tag}", 304)]
    [TestCase("If-None-Match", "*", 304)]
    [TestCase("If-None-Match", "\"other\"", 206)]
    [TestCase("If-Modified-Since", "{date}", 304)]
    [TestCase("If-Modified-Since", "Thu, 01 Jan 2015 00:00:00 GMT", 206)]
    [TestCase("If-Match", "{tag}", 206)]
    [TestCase("If-Match", "W/{tag}", 412)]
    [TestCase("If-Match", "\"other\"", 412)]
    [TestCase("If-Unmodified-Since", "Thu, 01 Jan 2015 00:00:00 GMT", 412)]
    [TestCase("If-Range", "{tag}", 206)]
    [TestCase("If-Range", "{date}", 206)]
    [TestCase("If-Range", "W/{tag}", 200)]
    [TestCase("If-Range", "\"other\"", 200)]
    [TestCase("If-Range", "garbage", 200)]
    public async Task Conditions_are_evaluated_before_the_range(
        string header,
        string value,
        int status
    )
    {
        using var head = await _admin.SendAsync(HttpMethod.Head, Path);
        var tag = head.Headers.ETag!.ToString();
        var date = head.Content.Headers.LastModified!.Value.ToString("R");

        using var answer = await GetAsync(
            ("Range", "bytes=0-9"),
            (
                header,
                value
                    .Replace("{tag}", tag, StringComparison.Ordinal)
                    .Replace("{date}", date, StringComparison.Ordinal)
            )
        );

        Assert.That((int)answer.StatusCode, Is.EqualTo(status));
        if (status == 304)
        {
            Assert.That(answer.Headers.ETag?.ToString(), Is.EqualTo(tag));
            Assert.That(await answer.Content.ReadAsByteArrayAsync(), Is.Empty);
        }
    }

    private Task<HttpResponseMessage> GetAsync(params (string Name, string Value)[] headers) =>
        _admin.SendAsync(HttpMethod.Get, Path, body: null, headers);

    private static void AssertDescribed(HttpResponseMessage answer) =>
        Assert.Multiple(() =>
        {
            Assert.That(answer.Headers.ETag, Is.Not.Null);
            Assert.That(answer.Headers.ETag!.IsWeak, Is.False);
            Assert.That(answer.Content.Headers.LastModified, Is.Not.Null);
            Assert.That(answer.Headers.AcceptRanges, Is.EqualTo(new[] { "bytes" }));
            Assert.That(answer.Headers.CacheControl?.ToString(), Is.EqualTo("no-cache, private"));
            Assert.That(
                answer.Headers.GetValues("X-Content-Type-Options"),
                Is.EqualTo(new[] { "nosniff" })
            );
        });
}
