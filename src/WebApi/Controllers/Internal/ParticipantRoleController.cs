using MediatR;
using Microsoft.AspNetCore.Mvc;
using OpenViduMeet.Application.Participants;
using OpenViduMeet.WebApi.Contracts;
using OpenViduMeet.WebApi.Requests;

namespace OpenViduMeet.WebApi.Controllers.Internal;

/// <summary>Tells clients what a room's link is good for.</summary>
[Route(ApiPaths.Internal + "/rooms")]
internal sealed class ParticipantRoleController(IMediator mediator) : MeetController(mediator)
{
    /// <summary>The role in which a secret lets somebody join a room.</summary>
    /// <param name="roomName">The room.</param>
    /// <param name="secret">The secret from the room's URL.</param>
    [HttpGet("{roomName}/participant-role")]
    [ThrottleFailures(StatusCodes.Status406NotAcceptable)]
    public async Task<IActionResult> GetParticipantRole(
        string roomName,
        [FromQuery] string? secret,
        CancellationToken ct
    ) =>
        (await Mediator.Send(new GetParticipantRole(roomName, secret), ct)).Match(
            role => Ok(role.ToContract()),
            Failure
        );
}
