using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using OpenViduMeet.Domain.Diagnostics;
using OpenViduMeet.Infrastructure.Outside;

namespace OpenViduMeet.Infrastructure.Diagnostics;

/// <summary>
/// Sends single requests and tells what came back, for checks. It has no retries and no circuit, which would hide what a check looks for.
/// </summary>
public sealed class ProbeClient(
    IHttpClientFactory clients,
    ExaminationTime time,
    TimeProvider clock
)
{
    private const string Name = "Doctor";

    /// <summary>In bytes.</summary>
    private const int LargestAnswer = 256 * 1024;

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(2);

    /// <summary>Of the time of a check, so that the check can say what did not answer.</summary>
    private const double Share = 0.55;

    /// <summary>The largest difference between two clocks that no check reports.</summary>
    public static readonly TimeSpan ToleratedSkew = TimeSpan.FromSeconds(5);

    internal static IServiceCollection Add(IServiceCollection services)
    {
        services
            .AddHttpClient(Name, client => client.Timeout = Timeout.InfiniteTimeSpan)
            .UseSocketsHttpHandler(
                (handler, _) =>
                {
                    handler.ConnectTimeout = ConnectTimeout;
                    handler.PooledConnectionLifetime = TimeSpan.FromMinutes(1);
                    handler.AllowAutoRedirect = false;
                    handler.UseCookies = false;
                }
            )
            .AddHttpMessageHandler(() => new BufferedResponses(_ => LargestAnswer))
            .RemoveAllLoggers();
        return services.AddSingleton<ProbeClient>();
    }

    /// <param name="request">The request, which is disposed.</param>
    /// <param name="share">Of the time of a check, at most 1.</param>
    public Task<ProbeAnswer> SendAsync(
        HttpRequestMessage request,
        CancellationToken ct,
        double share = Share
    ) =>
        BoundedCall.RunAsync(
            async bounded =>
            {
                using (request)
                using (var client = clients.CreateClient(Name))
                {
                    var sent = clock.GetUtcNow();
                    using var response = await client.SendAsync(request, bounded);
                    var half = (clock.GetUtcNow() - sent) / 2;
                    return new ProbeAnswer
                    {
                        Status = (int)response.StatusCode,
                        // With an age, the answer is a cache's, with the time at which it was made (RFC 9111 §5.1).
                        Skew = response.Headers.Age is null
                            ? response.Headers.Date - (sent + half)
                            : null,
                        Body = await response.Content.ReadAsByteArrayAsync(bounded),
                        Headers = response.Headers.NonValidated.ToDictionary(
                            header => header.Key,
                            header => header.Value.ToString(),
                            StringComparer.OrdinalIgnoreCase
                        ),
                    };
                }
            },
            failure => new ProbeAnswer { Cause = failure.Cause },
            ct,
            time.Part(share)
        );

    /// <returns>What to say of a difference between this clock and another; <see langword="null"/> if it is tolerated.</returns>
    public static string? Describe(TimeSpan? skew) =>
        skew?.Duration() > ToleratedSkew
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{Math.Abs(skew.Value.TotalSeconds):0} s {(skew > TimeSpan.Zero ? "ahead of" : "behind")} the clock of this machine"
            )
            : null;
}

/// <summary>What came back.</summary>
public sealed record ProbeAnswer
{
    /// <summary>The status, or 0 without an answer.</summary>
    public int Status { get; init; }

    /// <summary>Why there is no answer; <see langword="null"/> if there is one. Holds no text from outside.</summary>
    public string? Cause { get; init; }

    /// <summary>How far the other's clock is ahead of this one; <see langword="null"/> if it does not tell. The other tells whole seconds.</summary>
    public TimeSpan? Skew { get; init; }

    public byte[] Body { get; init; } = [];

    public IReadOnlyDictionary<string, string> Headers { get; init; } =
        new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Leaves out what came from outside: the text of a record may be logged.</summary>
    public override string ToString() => Cause ?? $"status {Status}";
}
