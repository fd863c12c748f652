using Microsoft.AspNetCore.Authorization;
using OpenViduMeet.Application.Pipeline;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.WebApi.Authentication;

/// <summary>
/// Requires a credential if the security preferences demand a sign-in to create rooms. A request without a credential is refused before
/// anything is read, as with every other operation. A credential without the permission is refused later, after the validation (422).
/// </summary>
internal sealed class SignInToCreateRooms : IAuthorizationRequirement;

internal sealed class SignInToCreateRoomsHandler(
    CallerPermissions permissions,
    IHttpContextAccessor requests
) : AuthorizationHandler<SignInToCreateRooms>
{
    protected override async Task HandleRequirementAsync(
        AuthorizationHandlerContext context,
        SignInToCreateRooms requirement
    )
    {
        var ct = requests.HttpContext?.RequestAborted ?? CancellationToken.None;
        var allowed = await permissions.CheckAsync(Permission.CreateRooms, ct);
        if (allowed.Error?.Kind != ErrorKind.Unauthorized)
            context.Succeed(requirement);
    }
}
