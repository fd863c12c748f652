using MediatR;
using Microsoft.AspNetCore.Mvc.Filters;
using OpenViduMeet.Application.Preferences;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.WebApi.Errors;

namespace OpenViduMeet.WebApi.Authentication;

/// <summary>
/// Whether creating a room needs a sign-in, the preferences say. Where it does, somebody without one gets 401 before anything is
/// read, as with every other operation.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RefuseStrangersToRoomCreationAttribute : Attribute, IAsyncAuthorizationFilter
{
    public async Task OnAuthorizationAsync(AuthorizationFilterContext context)
    {
        var http = context.HttpContext;
        var mediator = http.RequestServices.GetRequiredService<IMediator>();
        var security = await mediator.Send(new GetSecurityPreferences(), http.RequestAborted);
        var allowed = security.Value.MayCreateRooms(http.User.ToCaller());
        if (allowed is { IsFailure: true, Error.Kind: ErrorKind.Unauthorized })
            context.Result = new ErrorResult(allowed.Error);
    }
}
