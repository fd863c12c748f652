using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Logging;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Recordings.Media;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Infrastructure.Outside;

namespace OpenViduMeet.Infrastructure.ObjectStorage.S3;

/// <summary>An object of the bucket. Each request to read a part of it fails if the object no longer matches the facts.</summary>
/// <param name="sign">Returns a URL that is signed for the next minutes. Reading may take longer than one is valid.</param>
internal sealed partial class S3Object(
    Func<ValueTask<Uri>> sign,
    MediaFacts facts,
    HttpMessageInvoker http,
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

    private S3Content? _content;

    public override MediaFacts Facts => facts;

    public override async Task<Result<Stream>> ReadAsync(ByteRange range, CancellationToken ct)
    {
        // An earlier version may have stored a tag that a header cannot hold.
        if (!S3Facts.IsStrong(facts.Tag.Opaque))
            return StorageErrors.Replaced;

        var first = await OpenAsync(S3Content.PartOf(range, read: 0), ct, ct);
        if (first.IsFailure)
            return first.Error;

        // A later request is not cancelled, but its answer not read: so its connection can be used again.
        _content = new S3Content(range, first.Value, part => OpenLaterAsync(part, ct));
        return _content;
    }

    public override ValueTask DisposeAsync() => _content?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>Opens a part while the answer is being sent, for which the time of a request is not the limit.</summary>
    private async Task<Result<S3Part>> OpenLaterAsync(ByteRange part, CancellationToken viewer)
    {
        RequestTime.Suspend();
        return await OpenAsync(part, viewer, CancellationToken.None);
    }

    /// <param name="viewer">Cancels the reads of the part.</param>
    /// <param name="ct">Cancels the request.</param>
    private async Task<Result<S3Part>> OpenAsync(
        ByteRange part,
        CancellationToken viewer,
        CancellationToken ct
    )
    {
        var started = TimeProvider.System.GetTimestamp();
        HttpResponseMessage? response = null;
        Result<S3Part>? opened = null;
        try
        {
            var length = await BoundedCall.RunAsync(
                async bounded =>
                {
                    using var request = NewRequest(part, await sign());
                    response = await http.SendAsync(request, bounded);
                    return await SkipToAsync(part, response, bounded);
                },
                failure => Fail(failure.Cause),
                ct
            );
            if (length.IsFailure)
                return length.Error;

            // The headers and the first bytes share the time limit of one call.
            var left = BoundedCall.Longest - TimeProvider.System.GetElapsedTime(started);
            var body = new S3Body(
                await response!.Content.ReadAsStreamAsync(ct),
                left > TimeSpan.Zero ? left : TimeSpan.Zero,
                TimeProvider.System,
                viewer
            );
            opened = new S3Part(response, body, length.Value);
            return opened;
        }
        finally
        {
            if (opened is null)
                response?.Dispose();
        }
    }

    /// <returns>The number of bytes in the body from the beginning of the part on.</returns>
    private async Task<Result<long>> SkipToAsync(
        ByteRange part,
        HttpResponseMessage response,
        CancellationToken ct
    )
    {
        var headers = response.Content.Headers;
        switch (response.StatusCode)
        {
            case HttpStatusCode.OK
            or HttpStatusCode.PartialContent
                when S3Facts.TagOf(response, facts.Size) is { } tag && tag != facts.Tag:
            case HttpStatusCode.PreconditionFailed:
            case HttpStatusCode.RequestedRangeNotSatisfiable:
                // The known facts are out of date.
                return StorageErrors.Replaced;
            case HttpStatusCode.PartialContent when Holds(part, headers):
                return headers.ContentLength!.Value;
            case HttpStatusCode.OK when headers.ContentLength == facts.Size:
                if (part.Start > LongestSkip)
                    return Fail("the store ignores ranges");
                await SkipAsync(response, part.Start, ct);
                return facts.Size - part.Start;
            case HttpStatusCode.OK or HttpStatusCode.PartialContent:
                return Fail("the response does not hold the range");
            default:
                return await ReadRefusalAsync(response, ct);
        }
    }

    private HttpRequestMessage NewRequest(ByteRange range, Uri url)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.Range = new RangeHeaderValue(range.Start, range.End);
        if (S3Facts.IsOfTheStore(facts.Tag))
            request.Headers.TryAddWithoutValidation("If-Match", facts.Tag.ToString());
        else
            request.Headers.IfUnmodifiedSince = facts.LastModified;
        return request;
    }

    private static async Task SkipAsync(
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
    }

    private async Task<Error> ReadRefusalAsync(HttpResponseMessage response, CancellationToken ct)
    {
        await response.Content.LoadIntoBufferAsync(LargestError, ct);
        var answer = await S3Answer.ReadAsync(response, ct);
        return answer is { Status: HttpStatusCode.NotFound, Code: not S3Answer.NoSuchBucket }
            ? StorageErrors.NotFound
            : Fail(answer.ToString());
    }

    private Error Fail(string cause)
    {
        LogFailed(cause);
        return StorageErrors.Unavailable;
    }

    /// <summary>Whether the response begins with the range. Some stores send more bytes than requested.</summary>
    private bool Holds(ByteRange range, HttpContentHeaders headers) =>
        headers.ContentRange is { } sent
        && sent.From == range.Start
        && sent.To >= range.End
        && sent.Length == facts.Size
        && headers.ContentLength == sent.To - sent.From + 1;

    [LoggerMessage(LogLevel.Warning, "S3: reading failed, {Cause}")]
    private partial void LogFailed(string cause);
}
