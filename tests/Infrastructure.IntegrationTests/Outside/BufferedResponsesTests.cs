using System.Net;
using OpenViduMeet.Infrastructure.Outside;

namespace OpenViduMeet.Infrastructure.IntegrationTests.Outside;

public sealed class BufferedResponsesTests
{
    /// <summary>More than a client buffers.</summary>
    private const long Size = 4L * 1024 * 1024 * 1024;

    [Test]
    public async Task A_HEAD_of_a_large_object_is_answered_with_its_length()
    {
        using var handler = new BufferedResponses(_ => 1024) { InnerHandler = new LargeObject() };
        using var client = new HttpClient(handler);
        using var request = new HttpRequestMessage(HttpMethod.Head, "http://localhost/large");

        using var answer = await client.SendAsync(request);

        Assert.That(answer.Content.Headers.ContentLength, Is.EqualTo(Size));
        Assert.That(answer.Content.Headers.LastModified, Is.EqualTo(DateTimeOffset.UnixEpoch));
    }

    private sealed class LargeObject : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            var content = new ByteArrayContent([]);
            content.Headers.ContentLength = Size;
            content.Headers.LastModified = DateTimeOffset.UnixEpoch;
            return Task.FromResult(
                new HttpResponseMessage(HttpStatusCode.OK) { Content = content }
            );
        }
    }
}
