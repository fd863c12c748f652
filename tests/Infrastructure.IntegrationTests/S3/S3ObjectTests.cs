using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Logging.Abstractions;
using OpenViduMeet.Domain.Recordings.Media;
using OpenViduMeet.Infrastructure.ObjectStorage.S3;

namespace OpenViduMeet.Infrastructure.IntegrationTests.S3;

public sealed class S3ObjectTests
{
    private const int Size = 2 * S3Content.Largest;

    private readonly CancellationToken _ct = TestContext.CurrentContext.CancellationToken;

    /// <summary>A signature is valid for an hour, and a viewer may take longer.</summary>
    [Test]
    public async Task Each_part_is_requested_with_a_newly_signed_URL()
    {
        var signed = 0;
        using var store = new Store();
        using var http = new HttpMessageInvoker(store);
        await using var media = new S3Object(
            () => ValueTask.FromResult(new Uri($"http://store.test/media?signature={++signed}")),
            Store.Facts,
            http,
            NullLogger<S3ObjectStore>.Instance
        );

        var content = (await media.ReadAsync(new ByteRange(0, Size - 1), _ct)).Value;
        await content.CopyToAsync(Stream.Null, _ct);

        Assert.That(store.Requested, Has.Count.GreaterThan(2));
        Assert.That(store.Requested, Is.Unique);
    }

    /// <summary>Answers each range as S3 does.</summary>
    private sealed class Store : HttpMessageHandler
    {
        public static readonly MediaFacts Facts = new(
            Size,
            new EntityTag("tag"),
            new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero)
        );

        public List<Uri> Requested { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            Requested.Add(request.RequestUri!);
            var range = request.Headers.Range!.Ranges.Single();
            var (from, to) = (range.From!.Value, range.To!.Value);
            var answer = new HttpResponseMessage(HttpStatusCode.PartialContent)
            {
                Content = new ByteArrayContent(new byte[to - from + 1]),
            };
            answer.Content.Headers.ContentRange = new ContentRangeHeaderValue(from, to, Size);
            answer.Headers.ETag = new EntityTagHeaderValue("\"tag\"");
            return Task.FromResult(answer);
        }
    }
}
