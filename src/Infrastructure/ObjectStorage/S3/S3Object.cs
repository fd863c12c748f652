using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Logging;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Recordings.Media;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Infrastructure.Outside;

namespace OpenViduMeet.Infrastructure.ObjectStorage.S3;

/// <summary>An object of the bucket. Each read is one request, which fails if the object no longer matches the facts.</summary>
internal sealed partial class S3Object(
    Uri url,
    MediaFacts facts,
    HttpClient http,
    ILogger<S3ObjectStore> logger
) : StoredMedia
{
    /// <summary>
    /// A store that ignores ranges sends the whole object (RFC 9110 §14.2). At most this many bytes are skipped to reach the range; with
    /// more, each seek would read half of the recording on average.
    /// </summary>
    private const long LongestSkip = 1024 * 1024;

    /// <summary>The maximum size of an error's body, in bytes.</summary>
    private const int LargestError = 64 * 1024;

    private HttpResponseMessage? _response;
    private S3Body? _body;

    public override MediaFacts Facts => facts;

    public override async Task<Result<Stream>> ReadAsync(ByteRange range, CancellationToken ct)
    {
        // An earlier version may have stored a tag that a header cannot hold.
        if (!S3Facts.IsStrong(facts.Tag.Opaque))
            return StorageErrors.Replaced;

        var started = TimeProvider.System.GetTimestamp();
        var opened = await BoundedCall.RunAsync(
            bounded => OpenAsync(range, bounded),
            failure => Fail(failure.Cause),
            ct
        );
        if (opened.IsFailure)
            return opened;

        // The headers and the first bytes share the time limit of one call.
        var left = BoundedCall.Longest - TimeProvider.System.GetElapsedTime(started);
        _body = new S3Body(
            opened.Value,
            left > TimeSpan.Zero ? left : TimeSpan.Zero,
            TimeProvider.System,
            ct
        );
        return _body;
    }

    public override async ValueTask DisposeAsync()
    {
        if (_body is not null)
            await _body.DisposeAsync();
        _response?.Dispose();
    }

    private async Task<Result<Stream>> OpenAsync(ByteRange range, CancellationToken ct)
    {
        using var request = NewRequest(range);
        _response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
        switch (_response.StatusCode)
        {
            case HttpStatusCode.OK
            or HttpStatusCode.PartialContent
                when S3Facts.TagOf(_response, facts.Size) is { } tag && tag != facts.Tag:
            case HttpStatusCode.PreconditionFailed:
            case HttpStatusCode.RequestedRangeNotSatisfiable:
                // The known facts are out of date.
                return StorageErrors.Replaced;
            case HttpStatusCode.PartialContent when Holds(range, _response.Content.Headers):
                return await _response.Content.ReadAsStreamAsync(ct);
            case HttpStatusCode.OK when _response.Content.Headers.ContentLength == facts.Size:
                return range.Start <= LongestSkip
                    ? await SkipAsync(_response, range.Start, ct)
                    : Fail("the store ignores ranges");
            case HttpStatusCode.OK or HttpStatusCode.PartialContent:
                return Fail("the response does not hold the range");
            default:
                return await ReadRefusalAsync(_response, ct);
        }
    }

    private HttpRequestMessage NewRequest(ByteRange range)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.Range = new RangeHeaderValue(range.Start, range.End);
        if (S3Facts.IsOfTheStore(facts.Tag))
            request.Headers.TryAddWithoutValidation("If-Match", facts.Tag.ToString());
        else
            request.Headers.IfUnmodifiedSince = facts.LastModified;
        return request;
    }

    private static async Task<Result<Stream>> SkipAsync(
        HttpResponseMessage response,
        long count,
        CancellationToken ct
    )
    {
        var body = await response.Content.ReadAsStreamAsync(ct);
        var thrownAway = new byte[(int)Math.Min(count, 64 * 1024)];
        while (count > 0)
        {
            var part = thrownAway.AsMemory(0, (int)Math.Min(count, thrownAway.Length));
            await body.ReadExactlyAsync(part, ct);
            count -= part.Length;
        }

        return body;
    }

    private async Task<Result<Stream>> ReadRefusalAsync(
        HttpResponseMessage response,
        CancellationToken ct
    )
    {
        await response.Content.LoadIntoBufferAsync(LargestError, ct);
        var answer = await S3Answer.ReadAsync(response, ct);
        return answer is { Status: HttpStatusCode.NotFound, Code: not S3Answer.NoSuchBucket }
            ? StorageErrors.NotFound
            : Fail(answer.ToString());
    }

    private Result<Stream> Fail(string cause)
    {
        LogFailed(cause);
        return StorageErrors.Unavailable;
    }

    /// <summary>Whether the response begins with the range. Some stores send more bytes than requested, which are ignored.</summary>
    private bool Holds(ByteRange range, HttpContentHeaders headers) =>
        headers.ContentRange is { } sent
        && sent.From == range.Start
        && sent.To >= range.End
        && sent.Length == facts.Size
        && headers.ContentLength == sent.To - sent.From + 1;

    [LoggerMessage(LogLevel.Warning, "S3: reading failed, {Cause}")]
    private partial void LogFailed(string cause);
}
