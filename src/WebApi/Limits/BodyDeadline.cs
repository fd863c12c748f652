using Microsoft.AspNetCore.Http.Features;
using OpenViduMeet.Infrastructure.Outside;

namespace OpenViduMeet.WebApi.Limits;

/// <summary>
/// Answers 408 if a request's body has not arrived completely within ten seconds. Kestrel's own minimum rate is an average since the start,
/// so a client that sends a burst first could be silent for a long time.
/// </summary>
internal sealed class BodyDeadline(RequestDelegate next, TimeProvider clock)
{
    private static readonly TimeSpan Allowed = TimeSpan.FromSeconds(10);

    public Task InvokeAsync(HttpContext http) =>
        http.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true
            ? InvokeWithBodyAsync(http)
            : next(http);

    private async Task InvokeWithBodyAsync(HttpContext http)
    {
        using var deadline = new CancellationTokenSource(Allowed, clock);
        var body = http.Request.Body;
        await using var bounded = new BodyWithDeadline(body, deadline.Token);
        http.Request.Body = bounded;
        try
        {
            await next(http);
        }
        finally
        {
            http.Request.Body = body;
        }
    }

    private sealed class BodyWithDeadline(Stream body, CancellationToken deadline) : ForwardStream
    {
        public override async ValueTask<int> ReadAsync(
            Memory<byte> buffer,
            CancellationToken cancellationToken = default
        )
        {
            using var both = CancellationTokenSource.CreateLinkedTokenSource(
                deadline,
                cancellationToken
            );
            try
            {
                return await body.ReadAsync(buffer, both.Token);
            }
            catch (OperationCanceledException late)
                when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested
                )
            {
                throw new BadHttpRequestException(
                    "The body has not arrived in time.",
                    StatusCodes.Status408RequestTimeout,
                    late
                );
            }
        }
    }
}
