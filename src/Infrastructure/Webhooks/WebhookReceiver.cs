using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Webhooks;
using OpenViduMeet.Infrastructure.Outside;

namespace OpenViduMeet.Infrastructure.Webhooks;

/// <summary>Posts webhooks with the signature of OpenVidu Meet.</summary>
internal sealed class WebhookReceiver(
    HttpClient http,
    WebhookTargets targets,
    IWebhookSecrets secrets,
    TimeProvider clock
) : IWebhookReceiver
{
    private const string TimestampHeader = "X-Timestamp";
    private const string SignatureHeader = "X-Signature";
    private const string NextSignatureHeader = "X-Signature-Next";
    private const string DeliveryHeader = "X-Delivery-Id";

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Short, so that a new address of the receiver is found.</summary>
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(1);

    public static void Configure(SocketsHttpHandler handler, WebhookTargets targets)
    {
        handler.ConnectCallback = targets.ConnectAsync;
        handler.ConnectTimeout = ConnectTimeout;
        handler.PooledConnectionLifetime = ConnectionLifetime;
        // A proxy would resolve names itself, and a redirect would lead to an unchecked address.
        handler.UseProxy = false;
        handler.AllowAutoRedirect = false;
        handler.UseCookies = false;
        handler.MaxResponseDrainSize = 0;
        handler.ActivityHeadersPropagator = null;
    }

    public async Task<Result> CheckAsync(Uri url, CancellationToken ct)
    {
        var found = await targets.FindAsync(url.IdnHost, ct);
        return found.IsFailure ? found.Error : Result.Ok;
    }

    public async Task<Result<int>> SendAsync(Uri url, WebhookMessage message, CancellationToken ct)
    {
        var keys = await secrets.GetKeysAsync(ct);
        return keys.IsFailure
            ? keys.Error
            : await BoundedCall.RunAsync(
                bounded => PostAsync(url, message, keys.Value, bounded),
                failure => WebhookErrors.NotSent(Describe(failure.Exception)),
                ct,
                Timeout,
                clock
            );
    }

    private async Task<Result<int>> PostAsync(
        Uri url,
        WebhookMessage message,
        WebhookSigningKeys keys,
        CancellationToken ct
    )
    {
        using var request = NewRequest(url, message, keys);
        // The body is not read.
        using var response = await http.SendAsync(
            request,
            HttpCompletionOption.ResponseHeadersRead,
            ct
        );
        return (int)response.StatusCode;
    }

    private HttpRequestMessage NewRequest(Uri url, WebhookMessage message, WebhookSigningKeys keys)
    {
        var timestamp = clock
            .GetUtcNow()
            .ToUnixTimeMilliseconds()
            .ToString(CultureInfo.InvariantCulture);
        var request = new HttpRequestMessage(HttpMethod.Post, url)
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(message.Body))
            {
                Headers = { ContentType = new MediaTypeHeaderValue("application/json") },
            },
        };
        request.Headers.Add(TimestampHeader, timestamp);
        var signed = $"{timestamp}.{message.Body}";
        request.Headers.Add(SignatureHeader, Sign(signed, keys.Current));
        if (keys.Next is { } next)
            request.Headers.Add(NextSignatureHeader, Sign(signed, next));
        request.Headers.Add(DeliveryHeader, message.Id);
        return request;
    }

    private static string Sign(string text, string key) =>
        Convert.ToHexStringLower(
            HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(text))
        );

    /// <summary>The text of the exception is not used, because it may hold the host or other parts of the URL.</summary>
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
