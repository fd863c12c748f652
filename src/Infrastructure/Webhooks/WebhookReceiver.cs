using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using OpenViduMeet.Domain.Webhooks;
using OpenViduMeet.Infrastructure.Access;

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
    )
    {
        if (users.ApiKey is not { } key)
            return new WebhookAnswer(Status: null, "There is no API key to sign with");

        using var timeout = new CancellationTokenSource(Timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, ct);
        using var request = NewRequest(url, delivery, key);
        try
        {
            using var response = await http.SendAsync(
                request,
                HttpCompletionOption.ResponseHeadersRead,
                either.Token
            );
            var status = (int)response.StatusCode;
            return new WebhookAnswer(
                status,
                response.IsSuccessStatusCode ? null : $"The answer was {status}"
            );
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new WebhookAnswer(Status: null, $"No answer within {Timeout.TotalSeconds} s");
        }
        catch (HttpRequestException failed)
        {
            return new WebhookAnswer(Status: null, Describe(failed));
        }
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
    private static string Describe(HttpRequestException failed) =>
        failed.InnerException is RefusedTargetException refused
            ? refused.Message
            : failed.HttpRequestError switch
            {
                HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError =>
                    "It cannot be reached",
                HttpRequestError.SecureConnectionError => "TLS failed",
                _ => "The answer cannot be read",
            };
}
