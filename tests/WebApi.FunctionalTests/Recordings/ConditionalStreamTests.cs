using System.Globalization;
using System.Net;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.WebApi.FunctionalTests.Recordings;

/// <summary>In the headers, TAG means the current tag and DATE the current date. BEFORE and AFTER differ from it by an hour.</summary>
public sealed class ConditionalStreamTests
{
    private const string Demo = "/meet/internal-api/v1/recordings/demo--EG_demo--clock/stream";

    private MeetApiFactory _meet = null!;
    private Browser _admin = null!;
    private string _tag = "";
    private DateTimeOffset _date;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _meet = new MeetApiFactory();
        _admin = await _meet.SignInAsAdminAsync();
        using var head = await _admin.SendAsync(HttpMethod.Head, Demo);
        _tag = head.Headers.ETag!.Tag;
        _date = head.Content.Headers.LastModified!.Value;
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        _admin.Dispose();
        await _meet.DisposeAsync();
    }

    [TestCase("If-None-Match: TAG")]
    [TestCase("If-None-Match: W/TAG")]
    [TestCase("If-None-Match: *")]
    [TestCase("If-None-Match: \"other\", W/\"more\", TAG")]
    [TestCase("If-Modified-Since: DATE")]
    [TestCase("If-Modified-Since: AFTER")]
    [TestCase("If-None-Match: TAG|If-Modified-Since: BEFORE")]
    [TestCase("If-None-Match: TAG|Range: bytes=0-9")]
    [TestCase("If-None-Match: TAG|Range: bytes=9999999999-")]
    [TestCase("If-None-Match: TAG|Range: bytes=abc")]
    [TestCase("If-Modified-Since: DATE|Range: bytes=0-9")]
    [TestCase("If-Match: TAG|If-None-Match: TAG")]
    public async Task A_client_with_the_current_media_gets_304_without_a_body(string headers)
    {
        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Head })
        {
            using var answer = await SendAsync(method, headers);

            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.NotModified));
            Assert.That(answer.Headers.ETag?.ToString(), Is.EqualTo(_tag));
            Assert.That(await answer.Content.ReadAsByteArrayAsync(), Is.Empty);
        }
    }

    [TestCase("If-Match: \"other\"")]
    [TestCase("If-Match: W/TAG")]
    [TestCase("If-Match: \"other\"|If-None-Match: TAG")]
    [TestCase("If-Match: \"other\"|Range: bytes=0-9")]
    [TestCase("If-Match: \"other\"|Range: bytes=9999999999-")]
    [TestCase("If-Match: \"other\"|If-Unmodified-Since: AFTER")]
    [TestCase("If-Unmodified-Since: BEFORE")]
    [TestCase("If-Unmodified-Since: BEFORE|If-None-Match: TAG")]
    public async Task A_failed_precondition_is_answered_with_412(string headers)
    {
        using var answer = await SendAsync(HttpMethod.Get, headers);
        using var head = await SendAsync(HttpMethod.Head, headers);

        await answer.ShouldBeErrorAsync(
            HttpStatusCode.PreconditionFailed,
            "The recording has changed",
            "Recording Error"
        );
        Assert.That(head.StatusCode, Is.EqualTo(HttpStatusCode.PreconditionFailed));
    }

    [TestCase("If-None-Match: \"other\"")]
    [TestCase("If-None-Match: \"*\"")]
    [TestCase("If-None-Match: \"other\"|If-Modified-Since: DATE")]
    [TestCase("If-Modified-Since: BEFORE")]
    [TestCase("If-Modified-Since: yesterday")]
    [TestCase("If-Match: TAG")]
    [TestCase("If-Match: *")]
    [TestCase("If-Match: \"other\", TAG")]
    [TestCase("If-Match: TAG|If-Unmodified-Since: BEFORE")]
    [TestCase("If-Unmodified-Since: DATE")]
    [TestCase("If-Unmodified-Since: AFTER")]
    [TestCase("If-Unmodified-Since: tomorrow")]
    [TestCase("If-Range: TAG")]
    [TestCase("If-Range: \"other\"|Range: bytes=0-9")]
    [TestCase("If-Range: W/TAG|Range: bytes=0-9")]
    [TestCase("If-Range: BEFORE|Range: bytes=0-9")]
    [TestCase("If-Range: AFTER|Range: bytes=0-9")]
    [TestCase("If-Range: garbage|Range: bytes=0-9")]
    [TestCase("If-Range: *|Range: bytes=0-9")]
    [TestCase("If-Range: \"other\"|Range: bytes=9999999999-")]
    public async Task A_failed_If_Range_returns_the_whole_recording(string headers)
    {
        using var answer = await SendAsync(HttpMethod.Get, headers);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(answer.Content.Headers.ContentRange, Is.Null);
        Assert.That(
            (await answer.Content.ReadAsByteArrayAsync()).LongLength,
            Is.EqualTo(answer.Content.Headers.ContentLength).And.GreaterThan(10)
        );
    }

    [TestCase("If-Range: TAG|Range: bytes=0-9")]
    [TestCase("If-Range: DATE|Range: bytes=0-9")]
    [TestCase("If-Match: TAG|If-Range: TAG|Range: bytes=0-9")]
    [TestCase("If-None-Match: \"other\"|Range: bytes=0-9")]
    public async Task A_satisfied_condition_returns_the_range(string headers)
    {
        using var answer = await SendAsync(HttpMethod.Get, headers);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.PartialContent));
        Assert.That((await answer.Content.ReadAsByteArrayAsync()).Length, Is.EqualTo(10));
    }

    [TestCase("If-Match: garbage")]
    [TestCase("If-Match: unquoted, also unquoted")]
    public async Task An_If_Match_that_cannot_be_read_matches_nothing(string headers)
    {
        using var answer = await SendAsync(HttpMethod.Get, headers);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.PreconditionFailed));
    }

    private Task<HttpResponseMessage> SendAsync(HttpMethod method, string headers) =>
        _admin.SendAsync(method, Demo, null, [.. headers.Split('|').Select(Header)]);

    private (string, string) Header(string text)
    {
        var (name, value) = (text.Split(": ")[0], text.Split(": ")[1]);
        value = value
            .Replace("TAG", _tag, StringComparison.Ordinal)
            .Replace("DATE", Text(_date), StringComparison.Ordinal)
            .Replace("BEFORE", Text(_date.AddHours(-1)), StringComparison.Ordinal)
            .Replace("AFTER", Text(_date.AddHours(1)), StringComparison.Ordinal);
        return (name, value);
    }

    private static string Text(DateTimeOffset date) =>
        date.ToString("R", CultureInfo.InvariantCulture);
}
