using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace OpenViduMeet.TestSupport.Webhooks;

/// <summary>A receiver of webhooks that answers as a test requires.</summary>
public sealed class WebhookReceiverDouble : LoopbackServer
{
    private readonly List<ReceivedWebhook> _received = [];
    private readonly Lock _lock = new();

    public Uri Url => new(Address, "/hook?secret=of-the-receiver");

    /// <summary>The status of the answers; 200 until a test changes it.</summary>
    public Func<ReceivedWebhook, HttpContext, Task> Answer { get; set; } =
        (_, _) => Task.CompletedTask;

    /// <summary>All received webhooks, in order.</summary>
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

    /// <summary>Answers with this status from now on.</summary>
    public void AnswerWith(int status) =>
        Answer = (_, http) =>
        {
            http.Response.StatusCode = status;
            return Task.CompletedTask;
        };

    protected override void Configure(WebApplication app) => app.Run(ReceiveAsync);

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

/// <param name="Target">The method and the path, such as "POST /hook".</param>
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

    /// <summary>Whether the webhook is signed with this key, as the contract requires.</summary>
    public bool IsSignedWith(string key, string header = "X-Signature") =>
        Headers[header]
        == Convert.ToHexStringLower(
            HMACSHA256.HashData(
                Encoding.UTF8.GetBytes(key),
                Encoding.UTF8.GetBytes($"{Timestamp}.{Body}")
            )
        );
}
