using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Net.Http.Headers;
using OpenViduMeet.Application.Recordings;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.WebApi.Errors;

namespace OpenViduMeet.WebApi.Media;

/// <summary>Writes a recording's media: all headers, then exactly as many bytes as they announce.</summary>
internal sealed class RecordingStreamResult(
    RecordingPlayback playback,
    bool asDownload,
    SendingMemory memory,
    TimeProvider clock
) : IActionResult
{
    private const string MediaType = "video/mp4";

    /// <summary>
    /// In bytes. A first read shows that the media can be read at all, before the headers announce it. What is read before the headers are
    /// written is copied once more.
    /// </summary>
    private const int FirstRead = 4 * 1024;

    /// <summary>How long a client may read nothing before it is disconnected. It then requests the rest again.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);

    public async Task ExecuteResultAsync(ActionContext context)
    {
        await using (playback)
        {
            var http = context.HttpContext;
            WriteHeaders(http.Response);
            if (playback.Content is not null)
                await SendAsync(playback.Content, http);
        }
    }

    private void WriteHeaders(HttpResponse response)
    {
        var facts = playback.Facts;
        var headers = response.Headers;
        headers.ETag = facts.Tag.ToString();
        headers.LastModified = HeaderUtilities.FormatDate(facts.LastModified);
        headers.CacheControl = "private, no-cache";
        headers.XContentTypeOptions = "nosniff";
        if (playback.IsNotModified)
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        headers.AcceptRanges = "bytes";
        headers.ContentDisposition = new ContentDispositionHeaderValue(
            asDownload ? "attachment" : "inline"
        )
        {
            FileName = playback.FileName,
        }.ToString();
        response.ContentType = MediaType;
        response.ContentLength = playback.ContentLength;
        if (playback.Range is { } range)
        {
            response.StatusCode = StatusCodes.Status206PartialContent;
            headers.ContentRange = $"bytes {range}/{facts.Size}";
        }
    }

    /// <summary>
    /// Reads into the memory of the response. If the media fails or ends early, the connection is closed, so that an incomplete
    /// response does not look complete.
    /// </summary>
    private async Task SendAsync(Stream content, HttpContext http)
    {
        // A paused player reads nothing for as long as the pause lasts.
        if (http.Features.Get<IHttpMinResponseDataRateFeature>() is { } minimum)
            minimum.MinDataRate = null;
        using var stop = new CancellationTokenSource(Timeout.InfiniteTimeSpan, clock);
        await using var left = http.RequestAborted.Register(stop.Cancel);
        await using var ended = playback.Ended.Register(stop.Cancel);
        var writer = http.Response.BodyWriter;
        using var share = memory.Enter();
        try
        {
            var rest = playback.ContentLength;
            if (rest > 0)
            {
                var wanted = (int)Math.Min(rest, FirstRead);
                var read = await ReadChunkAsync(content, writer, wanted, stop.Token);
                share.CountSent(read);
                rest -= read;
                // Writes the headers, which leave together with the content.
                await http.Response.StartAsync(stop.Token);
            }

            while (rest > 0)
            {
                var size = memory.ChunkSize;
                var wanted = (int)Math.Min(rest, size);
                var read =
                    size == SendingMemory.SmallestChunk
                        ? await CopyChunkAsync(content, writer, wanted, stop.Token)
                        : await ReadChunkAsync(content, writer, wanted, stop.Token);
                share.CountSent(read);
                rest -= read;
                var flush = writer.FlushAsync(stop.Token);
                if (flush.IsCompleted)
                {
                    await flush;
                    continue;
                }

                stop.CancelAfter(LongestPause);
                await flush;
                stop.CancelAfter(Timeout.InfiniteTimeSpan);
            }
        }
        catch (IOException) when (!http.Response.HasStarted)
        {
            http.Response.Clear();
            await ErrorMapper.WriteAsync(http, StorageErrors.Unavailable);
        }
        catch (Exception cut) when (cut is IOException or OperationCanceledException)
        {
            http.Abort();
        }
    }

    /// <summary>Reads directly into the memory of the response.</summary>
    /// <returns>The number of bytes, at least 1.</returns>
    private static async ValueTask<int> ReadChunkAsync(
        Stream content,
        PipeWriter writer,
        int wanted,
        CancellationToken ct
    )
    {
        var read = ThrowIfEnded(await content.ReadAsync(writer.GetMemory(wanted)[..wanted], ct));
        writer.Advance(read);
        return read;
    }

    /// <summary>
    /// Copies the chunk into the transport's blocks, and so gives the array back before the client has taken it. With very many streams,
    /// arrays that wait are more than their pool keeps, and become garbage: a thousand streams took twice the memory.
    /// </summary>
    /// <returns>The number of bytes, at least 1.</returns>
    private static async ValueTask<int> CopyChunkAsync(
        Stream content,
        PipeWriter writer,
        int wanted,
        CancellationToken ct
    )
    {
        var shared = ArrayPool<byte>.Shared.Rent(wanted);
        try
        {
            var chunk = shared.AsMemory(0, wanted);
            var read = ThrowIfEnded(await content.ReadAsync(chunk, ct));
            writer.Write(chunk.Span[..read]);
            return read;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(shared);
        }
    }

    private static int ThrowIfEnded(int read) =>
        read > 0 ? read : throw new EndOfStreamException("The media ended before its length.");
}
