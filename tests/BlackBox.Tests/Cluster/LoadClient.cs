using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.BlackBox.Tests.Cluster;

/// <summary>A browser whose requests are recorded. A request without an answer is an answer too.</summary>
internal sealed class LoadClient(Uri address, LoadJournal journal) : IDisposable
{
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(30);

    /// <summary>What a viewer reads at once.</summary>
    private const int Piece = 256 * 1024;

    /// <summary>Small, so that most of what a viewer has not read yet is still on the node.</summary>
    private const int ReceiveBuffer = 64 * 1024;

    private readonly HttpClient _http = new(
        new SocketsHttpHandler
        {
            CookieContainer = new CookieContainer(),
            AllowAutoRedirect = false,
            ConnectCallback = ConnectAsync,
        }
    )
    {
        BaseAddress = address,
        Timeout = LongestAnswer,
    };

    /// <param name="right">The statuses that the request may get when nothing is wrong.</param>
    public async Task<LoadAnswer> SendAsync(
        string operation,
        HttpMethod method,
        string path,
        object? body,
        params int[] right
    )
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = body is null ? null : JsonContent.Create(body);
        return await SendAsync(operation, request, right);
    }

    /// <inheritdoc cref="SendAsync(string, HttpMethod, string, object?, int[])"/>
    public async Task<LoadAnswer> SendAsync(
        string operation,
        HttpRequestMessage request,
        params int[] right
    )
    {
        var began = journal.Now;
        int? status = null;
        var asked = "";
        var text = "";
        var isWhole = false;
        try
        {
            using var answer = await _http.SendAsync(
                request,
                HttpCompletionOption.ResponseHeadersRead
            );
            status = (int)answer.StatusCode;
            asked = AskedIn(answer);
            text = await answer.Content.ReadAsStringAsync();
            isWhole = true;
        }
        catch (Exception failed) when (failed is HttpRequestException or OperationCanceledException)
        {
            // It is recorded.
        }

        var record = new LoadRecord(
            operation,
            began,
            journal.Now,
            status,
            asked,
            isWhole && right.Contains(status!.Value),
            IsCut: status is not null && !isWhole
        );
        journal.Add(record);
        return new LoadAnswer(record, text);
    }

    /// <summary>Reads a range of a recording, from an offset to the end or to its own end, and cuts what was not sent.</summary>
    /// <param name="target">Gets the bytes, at their offsets in the recording.</param>
    /// <param name="pause">The pause between two pieces, as of a viewer who plays.</param>
    /// <param name="onPiece">Called with the nodes that nginx asked, and with the number of bytes that have arrived.</param>
    /// <returns>The number of bytes that arrived.</returns>
    public async Task<int> ReadAsync(
        string operation,
        string path,
        Memory<byte> target,
        int from,
        int to,
        TimeSpan pause,
        Action<string, int>? onPiece = null
    )
    {
        var began = journal.Now;
        int? status = null;
        var asked = "";
        var arrived = 0;
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Range = new RangeHeaderValue(from, to - 1);
            using var answer = await _http.SendAsync(
                request,
                HttpCompletionOption.ResponseHeadersRead
            );
            status = (int)answer.StatusCode;
            asked = AskedIn(answer);
            if (status == 206)
            {
                await using var content = await answer.Content.ReadAsStreamAsync();
                while (arrived < to - from)
                {
                    var piece = target.Slice(from + arrived, Math.Min(Piece, to - from - arrived));
                    var read = await content.ReadAsync(piece);
                    if (read == 0)
                        break;
                    arrived += read;
                    onPiece?.Invoke(asked, arrived);
                    if (pause > TimeSpan.Zero)
                        await Task.Delay(pause);
                }
            }
        }
        catch (Exception failed)
            when (failed is HttpRequestException or IOException or OperationCanceledException)
        {
            // It is recorded.
        }

        journal.Add(
            new LoadRecord(
                operation,
                began,
                journal.Now,
                status,
                asked,
                status == 206,
                IsCut: status == 206 && arrived < to - from
            )
        );
        return arrived;
    }

    public void Dispose() => _http.Dispose();

    private static async ValueTask<Stream> ConnectAsync(
        SocketsHttpConnectionContext to,
        CancellationToken ct
    )
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp)
        {
            NoDelay = true,
            ReceiveBufferSize = ReceiveBuffer,
        };
        try
        {
            await socket.ConnectAsync(to.DnsEndPoint, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static string AskedIn(HttpResponseMessage answer) =>
        answer.Headers.TryGetValues(NginxServer.AskedHeader, out var asked)
            ? string.Join(", ", asked)
            : "";
}

internal sealed record LoadAnswer(LoadRecord Record, string Text)
{
    public bool IsRight => Record.IsRight;

    public string Token => JsonDocument.Parse(Text).RootElement.GetProperty("token").GetString()!;
}
