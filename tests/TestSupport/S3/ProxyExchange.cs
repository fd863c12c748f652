using System.Globalization;
using System.Net;
using System.Text;

namespace OpenViduMeet.TestSupport.S3;

/// <summary>Passes one request on to a server and its answer back, or applies a fault.</summary>
internal sealed class ProxyExchange(HttpConnection client, Uri target, ProxyFault? fault)
{
    /// <summary>The interval at which a slow answer continues.</summary>
    private const int BeatsPerSecond = 20;

    private static readonly byte[] Garbage = Encoding.Latin1.GetBytes(
        "\u0016\u0003 no HTTP\r\n\r\n"
    );
    private static readonly byte[] Spaces = Encoding.Latin1.GetBytes(new string(' ', 64 * 1024));

    private static readonly ProxyFault.Answer PreconditionFailed = new(
        HttpStatusCode.PreconditionFailed
    );

    /// <summary>Whether the fault is answered without the server.</summary>
    private bool AnswersAlone =>
        fault
            is ProxyFault.Answer
                or ProxyFault.Silence
                or ProxyFault.GarbageStatusLine
                or ProxyFault.EndlessBody;

    /// <exception cref="OperationCanceledException">The client has disconnected.</exception>
    /// <exception cref="IOException">One of the connections has failed.</exception>
    /// <returns>Whether the client's connection can be used for another request.</returns>
    public async Task<bool> RunAsync(HttpHead request, CancellationToken ct)
    {
        using var server = AnswersAlone ? null : await HttpConnection.ConnectAsync(target, ct);
        await PassRequestAsync(request, server, ct);

        using var ended = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var watch = EndWithClientAsync(ended);
        try
        {
            var isGood = fault switch
            {
                ProxyFault.Answer answer => await SendAsync(request, answer, ended.Token),
                ProxyFault.GarbageStatusLine => await SendGarbageAsync(ended.Token),
                ProxyFault.EndlessBody => await SendWithoutEndAsync(ended.Token),
                ProxyFault.WeakTags when request.Find("If-Match") is not null => await SendAsync(
                    request,
                    PreconditionFailed,
                    ended.Token
                ),
                _ => await PassAnswerAsync(request, server, ended.Token),
            };
            return isGood && !request.Closes;
        }
        finally
        {
            await ended.CancelAsync();
            await watch;
        }
    }

    private async Task PassRequestAsync(
        HttpHead request,
        HttpConnection? server,
        CancellationToken ct
    )
    {
        if (fault is ProxyFault.IgnoreRange)
            request.Remove("Range");
        if (server is not null)
            await server.SendAsync(request.ToBytes(), ct);
        await foreach (var piece in client.ReadRequestBodyAsync(request, ct))
        {
            if (server is not null)
                await server.SendAsync(piece, ct);
        }
    }

    private async Task EndWithClientAsync(CancellationTokenSource exchange)
    {
        try
        {
            if (await client.IsClosedByPeerAsync(exchange.Token))
                await exchange.CancelAsync();
        }
        catch (OperationCanceledException)
        {
            // The exchange has ended before the client has disconnected.
        }
    }

    private async Task<bool> SendAsync(
        HttpHead request,
        ProxyFault.Answer answer,
        CancellationToken ct
    )
    {
        var body = Encoding.UTF8.GetBytes(answer.Body);
        var length = ("Content-Length", body.Length.ToString(CultureInfo.InvariantCulture));
        var head = HttpHead.Answer((int)answer.Status, [.. answer.Headers, length]);
        var hasBody = HasBody(request, head);
        await client.SendAsync((byte[])[.. head.ToBytes(), .. hasBody ? body : []], ct);
        return true;
    }

    private async Task<bool> SendGarbageAsync(CancellationToken ct)
    {
        await client.SendAsync(Garbage, ct);
        return false;
    }

    private async Task<bool> SendWithoutEndAsync(CancellationToken ct)
    {
        var head = HttpHead.Answer(
            (int)HttpStatusCode.OK,
            [("Content-Type", "application/json"), ("Connection", "close")]
        );
        await client.SendAsync(head.ToBytes(), ct);
        while (true)
            await client.SendAsync(Spaces, ct);
    }

    private async Task<bool> PassAnswerAsync(
        HttpHead request,
        HttpConnection? server,
        CancellationToken ct
    )
    {
        if (server is null)
            await Task.Delay(Timeout.Infinite, ct);

        var head = await ReadFinalHeadAsync(server!, ct);
        // The real length, and not the one that is announced.
        var body = server!.ReadAnswerBodyAsync(head, ct);
        var hasEnd = head.IsChunked || head.ContentLength is not null || !HasBody(request, head);
        if (fault is ProxyFault.WrongLength lie && head.ContentLength is { } length)
            head.Replace(
                "Content-Length",
                (length + lie.Difference).ToString(CultureInfo.InvariantCulture)
            );
        if (fault is ProxyFault.WeakTags && head.Find("ETag") is { } tag)
            head.Replace("ETag", $"W/{tag}");
        await client.SendAsync(head.ToBytes(), ct);
        if (!HasBody(request, head))
            return !head.Closes;

        var isWhole = await PassBodyAsync(body, ct);
        return isWhole && hasEnd && !head.Closes && fault is not ProxyFault.WrongLength;
    }

    /// <returns>Whether the whole body was passed on.</returns>
    private async Task<bool> PassBodyAsync(
        IAsyncEnumerable<ReadOnlyMemory<byte>> body,
        CancellationToken ct
    )
    {
        var left = fault switch
        {
            ProxyFault.CutAfter cut => cut.Bytes,
            ProxyFault.ResetAfter reset => reset.Bytes,
            ProxyFault.Stall stall => stall.AfterBytes,
            _ => long.MaxValue,
        };
        if (left == 0)
            return await BreakOffAsync(ct);

        await foreach (var piece in body.WithCancellation(ct))
        {
            var part = piece.Length > left ? piece[..(int)left] : piece;
            await SendPacedAsync(part, ct);
            left -= part.Length;
            if (left == 0)
                return await BreakOffAsync(ct);
        }

        return true;
    }

    private async Task SendPacedAsync(ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        if (fault is not ProxyFault.Slow slow)
        {
            await client.SendAsync(bytes, ct);
            return;
        }

        var atOnce = Math.Max(1, slow.BytesPerSecond / BeatsPerSecond);
        while (!bytes.IsEmpty)
        {
            var part = bytes[..Math.Min(atOnce, bytes.Length)];
            await client.SendAsync(part, ct);
            await Task.Delay(TimeSpan.FromSeconds((double)part.Length / slow.BytesPerSecond), ct);
            bytes = bytes[part.Length..];
        }
    }

    private async Task<bool> BreakOffAsync(CancellationToken ct)
    {
        if (fault is ProxyFault.Stall)
            await Task.Delay(Timeout.Infinite, ct);
        if (fault is ProxyFault.ResetAfter)
            client.Reset();
        return false;
    }

    /// <summary>Passes on interim answers, such as 100 (Continue), and returns the head of the final one.</summary>
    private async Task<HttpHead> ReadFinalHeadAsync(HttpConnection server, CancellationToken ct)
    {
        while (true)
        {
            var head =
                await server.ReadHeadAsync(ct)
                ?? throw new EndOfStreamException("The server has closed the connection.");
            if (StatusOf(head) >= 200)
                return head;
            await client.SendAsync(head.ToBytes(), ct);
        }
    }

    private static bool HasBody(HttpHead request, HttpHead answer) =>
        !request.StartLine.StartsWith("HEAD ", StringComparison.Ordinal)
        && StatusOf(answer)
            is not ((int)HttpStatusCode.NoContent or (int)HttpStatusCode.NotModified);

    private static int StatusOf(HttpHead answer) =>
        int.Parse(answer.StartLine.Split(' ')[1], CultureInfo.InvariantCulture);
}
