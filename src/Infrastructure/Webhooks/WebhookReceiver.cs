using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using OpenViduMeet.Domain.Webhooks;
using OpenViduMeet.Infrastructure.Access;
using OpenViduMeet.Infrastructure.Outside;

namespace OpenViduMeet.Infrastructure.Webhooks;

/// <summary>Posts deliveries, signed as OpenVidu Meet signs them.</summary>
internal sealed class WebhookReceiver(
    HttpClient http,
    WebhookTargets targets,
    UserOptions users,
    TimeProvider clock
) : IWebhookReceiver
{
    private const string TimestampHeader = "X-Timestamp";
    private const string SignatureHeader = "X-Signature";
    private const string DeliveryHeader = "X-Delivery-Id";

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Short, so that a receiver that has moved is found.</summary>
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(1);

    public bool CanSign => users.ApiKey is not null;

    public static void Configure(SocketsHttpHandler handler, WebhookTargets targets)
    {
        handler.ConnectCallback = targets.ConnectAsync;
        handler.ConnectTimeout = ConnectTimeout;
        handler.PooledConnectionLifetime = ConnectionLifetime;
        // A proxy would look names up itself, and a redirect would lead where nobody has looked.
        handler.UseProxy = false;
        handler.AllowAutoRedirect = false;
        handler.UseCookies = false;
        handler.MaxResponseDrainSize = 0;
        handler.ActivityHeadersPropagator = null;
    }

    public Task<string?> FindFaultAsync(Uri url, CancellationToken ct) =>
        targets.FindFaultAsync(url, ct);

    public async Task<WebhookAnswer> TellAsync(
        Uri url,
        TakenDelivery delivery,
        CancellationToken ct
    ) =>
        users.ApiKey is { } key
            ? await BoundedCall.RunAsync(
                bounded => SendAsync(url, delivery, key, bounded),
                failure => new WebhookAnswer(Status: null, Describe(failure.Exception)),
                ct,
                Timeout,
                clock
            )
            : new WebhookAnswer(Status: null, "There is no API key to sign with");

    private async Task<WebhookAnswer> SendAsync(
        Uri url,
        TakenDelivery delivery,
        string key,
        CancellationToken ct
    )
    {
        using var request = NewRequest(url, delivery, key);
        // Nothing of the body is read.
        using var response = await http.SendAsync(
            request,
            HttpCompletionOption.ResponseHeadersRead,
            ct
        );
        var status = (int)response.StatusCode;
        return new WebhookAnswer(
            status,
            response.IsSuccessStatusCode ? null : $"The answer was {status}"
        );
    }

    private HttpRequestMessage NewRequest(Uri url, TakenDelivery delivery, string key)
    {
        var timestamp = clock
            .GetUtcNow()
            .ToUnixTimeMilliseconds()
            .ToString(CultureInfo.InvariantCulture);
        var request = new HttpRequestMessage(HttpMethod.Post, url)
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(delivery.Body))
            {
                Headers = { ContentType = new MediaTypeHeaderValue("application/json") },
            },
        };
        request.Headers.Add(TimestampHeader, timestamp);
        request.Headers.Add(SignatureHeader, Sign($"{timestamp}.{delivery.Body}", key));
        request.Headers.Add(DeliveryHeader, delivery.Id);
        return request;
    }

    private static string Sign(string text, string key) =>
        Convert.ToHexStringLower(
            HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(text))
        );

    /// <summary>In our own words: those of exceptions may name the host or more of the URL.</summary>
    private static string Describe(Exception? failed) =>
        failed switch
        {
            OperationCanceledException { InnerException: TimeoutException } =>
                "It cannot be reached",
            null or OperationCanceledException => $"No answer within {Timeout.TotalSeconds} s",
            HttpRequestException { InnerException: RefusedTargetException refused } =>
                refused.Message,
            HttpRequestException
            {
                HttpRequestError: HttpRequestError.ConnectionError
                    or HttpRequestError.NameResolutionError
            } => "It cannot be reached",
            HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } =>
                "TLS failed",
            _ => "The answer cannot be read",
        };
}
