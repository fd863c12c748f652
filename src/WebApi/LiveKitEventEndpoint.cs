using MediatR;
using Microsoft.AspNetCore.Mvc;
using OpenViduMeet.Application.Meetings;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.WebApi.Authentication;
using OpenViduMeet.WebApi.Errors;
using OpenViduMeet.WebApi.Limits;
using OpenViduMeet.WebApi.Routing;

namespace OpenViduMeet.WebApi;

/// <summary>The endpoint for LiveKit's events, which LiveKit's documentation calls webhooks.</summary>
internal static class LiveKitEventEndpoint
{
    public static void MapLiveKitEvents(this IEndpointRouteBuilder app) =>
        app.MapPost(ApiPaths.LiveKitEvents, ReceiveAsync)
            .WithMetadata(new AcceptsAttribute(Credential.None))
            .WithMetadata(new RequestSizeLimitAttribute(ServerLimits.LiveKitEventBytes))
            .ExcludeFromDescription();

    /// <summary>Passes the body on unread: the use case verifies the signature of its bytes first.</summary>
    /// <remarks>Takes the context only: the framework's binding of other parameters delays the start of the server.</remarks>
    private static async Task ReceiveAsync(HttpContext context)
    {
        var mediator = context.RequestServices.GetRequiredService<IMediator>();
        var received = new ReceiveMeetingEvent(
            context.Request.Headers.Authorization,
            context.Request.Body
        );
        Result result = await mediator.Send(received, context.RequestAborted);
        if (result.IsFailure)
            await ErrorMapper.WriteAsync(context, result.Error);
    }
}
