using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace OpenViduMeet.TestSupport.Webhooks;

/// <summary>Somebody's server on a free port of the loopback, which is told of events and answers as a test asks for.</summary>
public sealed class WebhookReceiverDouble : IAsyncDisposable
{
    private readonly List<ReceivedWebhook> _received = [];
    private readonly Lock _lock = new();
    private WebApplication? _app;
    private int _port;

    public Uri Url => new($"http://127.0.0.1:{_port}/hook?secret=of-the-receiver");

    /// <summary>What it answers; 200 until a test says otherwise.</summary>
    public Func<ReceivedWebhook, HttpContext, Task> Answer { get; set; } =
        (_, _) => Task.CompletedTask;

    /// <summary>Everything that came, in order.</summary>
    public IReadOnlyList<ReceivedWebhook> Received
    {
        get
        {
            lock (_lock)
                return [.. _received];
        }
    }

    public static async Task<WebhookReceiverDouble> StartAsync()
    {
        var receiver = new WebhookReceiverDouble();
        await receiver.StartAgainAsync();
        return receiver;
    }

    /// <summary>Listens on the same port as before.</summary>
    public async Task StartAgainAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, _port));
        _app = builder.Build();
        _app.Run(ReceiveAsync);
        await _app.StartAsync();
        _port = new Uri(_app.Urls.First()).Port;
    }

    /// <summary>Connections are refused from now on.</summary>
    public async Task StopAsync()
    {
        if (_app is null)
            return;
        using var atOnce = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        await _app.StopAsync(atOnce.Token);
        await _app.DisposeAsync();
        _app = null;
    }

    /// <summary>From now on it answers with this status.</summary>
    public void AnswerWith(int status) =>
        Answer = (_, http) =>
        {
            http.Response.StatusCode = status;
            return Task.CompletedTask;
        };

    public async ValueTask DisposeAsync() => await StopAsync();

    private async Task ReceiveAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        var received = new ReceivedWebhook(
            $"{http.Request.Method} {http.Request.Path}",
            await reader.ReadToEndAsync(http.RequestAborted),
            http.Request.Headers.ToDictionary(
                header => header.Key,
                header => header.Value.ToString(),
                StringComparer.OrdinalIgnoreCase
            )
        );
        lock (_lock)
            _received.Add(received);
        await Answer(received, http);
    }
}

/// <param name="Target">Such as "POST /hook".</param>
public sealed record ReceivedWebhook(
    string Target,
    string Body,
    IReadOnlyDictionary<string, string> Headers
)
{
    public string DeliveryId => Headers["X-Delivery-Id"];

    public string Timestamp => Headers["X-Timestamp"];

    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    public string Event => Json.GetProperty("event").GetString()!;

    public JsonElement Data => Json.GetProperty("data");

    /// <summary>Whether it is signed with this key, as the contract says.</summary>
    public bool IsSignedWith(string key) =>
        Headers["X-Signature"]
        == Convert.ToHexStringLower(
            HMACSHA256.HashData(
                Encoding.UTF8.GetBytes(key),
                Encoding.UTF8.GetBytes($"{Timestamp}.{Body}")
            )
        );
}
