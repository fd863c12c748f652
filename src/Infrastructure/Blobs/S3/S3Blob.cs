using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Logging;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Recordings.Media;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Infrastructure.Blobs.S3;

/// <summary>An object of the bucket. Each read is one request, good only while the object is the one of the facts.</summary>
internal sealed partial class S3Blob(
    Uri url,
    MediaFacts facts,
    HttpClient http,
    ILogger<S3Blobs> logger
) : StoredMedia
{
    /// <summary>For the headers and the first bytes: a little less than the 5 s within which every request is answered.</summary>
    private static readonly TimeSpan FirstByteTimeout = TimeSpan.FromSeconds(4.8);

    private HttpResponseMessage? _response;
    private S3Body? _body;

    public override MediaFacts Facts => facts;

    public override async Task<Result<Stream>> ReadAsync(ByteRange range, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.Range = new RangeHeaderValue(range.Start, range.End);
        request.Headers.TryAddWithoutValidation("If-Match", facts.Tag.ToString());

        using var bound = CancellationTokenSource.CreateLinkedTokenSource(ct);
        bound.CancelAfter(FirstByteTimeout);
        try
        {
            _response = await http.SendAsync(
                request,
                HttpCompletionOption.ResponseHeadersRead,
                bound.Token
            );
        }
        catch (HttpRequestException failed)
        {
            LogFailed(failed.HttpRequestError.ToString());
            return StorageErrors.Unavailable;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            LogFailed("no answer in time");
            return StorageErrors.Unavailable;
        }

        if (Refusal(_response, range) is { } refusal)
            return refusal;

        var content = await _response.Content.ReadAsStreamAsync(ct);
        _body = new S3Body(content, FirstByteTimeout, TimeProvider.System, ct);
        return _body;
    }

    public override async ValueTask DisposeAsync()
    {
        if (_body is not null)
            await _body.DisposeAsync();
        _response?.Dispose();
    }

    /// <summary>Why this is not the range that was asked for, or <see langword="null"/> if it is.</summary>
    private Error? Refusal(HttpResponseMessage response, ByteRange range)
    {
        switch (response.StatusCode)
        {
            case HttpStatusCode.PartialContent when Holds(range, response.Content.Headers):
                return null;
            // The object has been replaced: what is known of it is of no use any more.
            case HttpStatusCode.PreconditionFailed:
            case HttpStatusCode.RequestedRangeNotSatisfiable:
                return RecordingErrors.MediaReplaced;
            case HttpStatusCode.NotFound:
                return RecordingErrors.NotFound;
            default:
                LogFailed($"status {(int)response.StatusCode}");
                return StorageErrors.Unavailable;
        }
    }

    /// <summary>Whether the answer begins with the range. Some stores send more than was asked for, which nobody reads.</summary>
    private bool Holds(ByteRange range, HttpContentHeaders headers) =>
        headers.ContentRange is { } sent
        && sent.From == range.Start
        && sent.To >= range.End
        && sent.Length == facts.Size
        && headers.ContentLength == sent.To - sent.From + 1;

    [LoggerMessage(LogLevel.Warning, "S3: reading failed, {Cause}")]
    private partial void LogFailed(string cause);
}
