using MediatR;
using OpenViduMeet.Application.Meetings;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.WebApi.Errors;

namespace OpenViduMeet.WebApi.Webhooks;

/// <summary>Where LiveKit tells what has happened.</summary>
internal static class LiveKitWebhookEndpoint
{
    public static void MapLiveKitWebhook(this WebApplication app) =>
        app.MapPost(ApiPaths.LiveKitWebhook, ReceiveAsync).ExcludeFromDescription();

    /// <summary>The body is read as it is: its signature is of the bytes, and no text of it may be changed before.</summary>
    private static async Task ReceiveAsync(
        HttpContext context,
        IMediator mediator,
        CancellationToken ct
    )
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, ct);
        var received = new ReceiveMeetingEvent(
            context.Request.Headers.Authorization,
            body.GetBuffer().AsMemory(0, (int)body.Length)
        );
        Result result = await mediator.Send(received, ct);
        if (result.IsFailure)
            await ErrorMapper.WriteAsync(context, result.Error);
    }
}
