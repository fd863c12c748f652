using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Logging;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Infrastructure.Outside;

namespace OpenViduMeet.Infrastructure.Oidc;

/// <summary>Calls the provider.</summary>
internal sealed partial class OidcClient(IHttpClientFactory clients, ILogger<OidcClient> logger)
{
    public const string Name = "OpenID Connect";

    /// <summary>In bytes.</summary>
    public const int LargestAnswer = 1024 * 1024;

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(2);

    public static void Configure(SocketsHttpHandler handler)
    {
        handler.ConnectTimeout = ConnectTimeout;
        handler.PooledConnectionLifetime = TimeSpan.FromMinutes(5);
        // A redirect would lead to a server that is not the configured one.
        handler.AllowAutoRedirect = false;
        handler.UseCookies = false;
    }

    /// <returns>The body of a successful answer; <see cref="AccessErrors.ProviderUnavailable"/>.</returns>
    public async Task<Result<string>> GetAsync(
        string url,
        CancellationToken ct,
        AuthenticationHeaderValue? authorization = null
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        request.Headers.Authorization = authorization;
        var answer = await SendAsync(request, ct);
        if (answer.IsFailure)
            return answer.Error;

        var (status, body) = answer.Value;
        return status == HttpStatusCode.OK
            ? body
            : Unavailable(request, $"it answered with status {(int)status}");
    }

    /// <returns>The answer with any status but those of a failing server; <see cref="AccessErrors.ProviderUnavailable"/>.</returns>
    public async Task<Result<OidcAnswer>> PostAsync(
        string url,
        IReadOnlyDictionary<string, string> form,
        AuthenticationHeaderValue? authorization,
        CancellationToken ct
    )
    {
        using var content = new FormUrlEncodedContent(form);
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = content };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        request.Headers.Authorization = authorization;
        var answer = await SendAsync(request, ct);
        return answer.IsFailure || answer.Value.Status < HttpStatusCode.InternalServerError
            ? answer
            : Unavailable(request, $"it answered with status {(int)answer.Value.Status}");
    }

    private Task<Result<OidcAnswer>> SendAsync(HttpRequestMessage request, CancellationToken ct) =>
        BoundedCall.RunAsync<Result<OidcAnswer>>(
            async bounded =>
            {
                using var client = clients.CreateClient(Name);
                using var response = await client.SendAsync(request, bounded);
                return new OidcAnswer(
                    response.StatusCode,
                    await response.Content.ReadAsStringAsync(bounded)
                );
            },
            failure => Unavailable(request, failure.Cause),
            ct
        );

    private Error Unavailable(HttpRequestMessage request, string cause)
    {
        // Without the query, which belongs to the provider.
        LogUnavailable(request.RequestUri!.GetLeftPart(UriPartial.Path), cause);
        return AccessErrors.ProviderUnavailable;
    }

    [LoggerMessage(LogLevel.Warning, "The identity provider failed at {Url}: {Cause}")]
    private partial void LogUnavailable(string url, string cause);
}

/// <param name="Body">May hold tokens.</param>
internal sealed record OidcAnswer(HttpStatusCode Status, string Body)
{
    public override string ToString() => Status.ToString();
}
