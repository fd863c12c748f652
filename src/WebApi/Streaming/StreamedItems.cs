using System.IO.Pipelines;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace OpenViduMeet.WebApi.Streaming;

/// <summary>
/// Writes items as JSON while they are read, so that only a few are in memory, however many there are and however slowly the client takes
/// them. If reading fails after the first item, the connection is closed, so that an incomplete answer does not look complete.
/// </summary>
internal sealed partial class StreamedItems<T>(IAsyncEnumerable<T> items, StreamedForm form)
    : IActionResult
{
    /// <summary>How many bytes are written at once.</summary>
    private const int PartSize = 16 * 1024;

    public async Task ExecuteResultAsync(ActionContext context)
    {
        var http = context.HttpContext;
        var ct = http.RequestAborted;
        await using var reading = items.GetAsyncEnumerator(ct);
        // If this fails, the exception is answered with an error.
        var isAny = await reading.MoveNextAsync();

        http.Response.ContentType = form.MediaType;
        await http.Response.StartAsync(ct);
        try
        {
            await WriteAsync(reading, isAny, http, ct);
        }
        catch (Exception failed)
        {
            if (!ct.IsCancellationRequested)
                LogCut(
                    http.RequestServices.GetRequiredService<ILogger<StreamedItems<T>>>(),
                    failed
                );
            http.Abort();
        }
    }

    private async Task WriteAsync(
        IAsyncEnumerator<T> reading,
        bool isAny,
        HttpContext http,
        CancellationToken ct
    )
    {
        var options = http
            .RequestServices.GetRequiredService<IOptions<JsonOptions>>()
            .Value.JsonSerializerOptions;
        var body = http.Response.BodyWriter;
        await using var json = new Utf8JsonWriter(body, form.Json);
        if (form.IsArray)
            json.WriteStartArray();
        for (; isAny; isAny = await reading.MoveNextAsync())
        {
            JsonSerializer.Serialize(json, reading.Current, options);
            if (!form.IsArray)
                EndLine(json, body);
            if (body.UnflushedBytes + json.BytesPending < PartSize)
                continue;
            json.Flush();
            await body.FlushAsync(ct);
            // When the client has left, a flush completes at once instead of failing.
            ct.ThrowIfCancellationRequested();
        }

        if (form.IsArray)
            json.WriteEndArray();
        json.Flush();
        await body.FlushAsync(ct);
    }

    private static void EndLine(Utf8JsonWriter json, PipeWriter body)
    {
        json.Flush();
        json.Reset();
        body.GetSpan(1)[0] = (byte)'\n';
        body.Advance(1);
    }

    [LoggerMessage(
        LogLevel.Error,
        "An answer was cut off, because the rest of its items could not be read"
    )]
    private static partial void LogCut(ILogger logger, Exception exception);
}
