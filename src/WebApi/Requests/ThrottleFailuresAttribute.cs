using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using OpenViduMeet.WebApi.Errors;
using OpenViduMeet.WebApi.Settings;

namespace OpenViduMeet.WebApi.Requests;

/// <summary>
/// Answers 429 to a client address that has guessed wrong too often in the last minute. Only wrong guesses count, so that many
/// people behind one address are not in each other's way.
/// </summary>
/// <param name="wrongGuesses">The statuses that tell of a wrong guess.</param>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ThrottleFailuresAttribute(params int[] wrongGuesses)
    : Attribute,
        IAsyncResourceFilter
{
    public async Task OnResourceExecutionAsync(
        ResourceExecutingContext context,
        ResourceExecutionDelegate next
    )
    {
        var http = context.HttpContext;
        var throttle = http.RequestServices.GetRequiredService<FailureThrottle>();
        var client = $"{http.Connection.RemoteIpAddress} {context.ActionDescriptor.Id}";
        if (throttle.RetryAfter(client) is { } wait)
        {
            http.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds)
                .ToString(CultureInfo.InvariantCulture);
            context.Result = new StatusCodeResult(StatusCodes.Status429TooManyRequests);
            return;
        }

        await next();
        if (wrongGuesses.Contains(http.Response.StatusCode))
            throttle.CountFailure(client);
    }
}

/// <summary>Counts wrong guesses of each client of this node.</summary>
internal sealed class FailureThrottle(ServerOptions options) : IDisposable
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly PartitionedRateLimiter<string> _limiter = PartitionedRateLimiter.Create<
        string,
        string
    >(client =>
        RateLimitPartition.GetFixedWindowLimiter(
            client,
            _ => new FixedWindowRateLimiterOptions
            {
                PermitLimit = options.FailuresPerMinute,
                Window = Window,
            }
        )
    );

    /// <returns>How long this client must wait, or <see langword="null"/> if it may go on.</returns>
    public TimeSpan? RetryAfter(string client)
    {
        // A lease of nothing tells whether anything is left.
        using var lease = _limiter.AttemptAcquire(client, 0);
        if (lease.IsAcquired)
            return null;
        return lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : Window;
    }

    public void CountFailure(string client) => _limiter.AttemptAcquire(client).Dispose();

    public void Dispose() => _limiter.Dispose();
}
