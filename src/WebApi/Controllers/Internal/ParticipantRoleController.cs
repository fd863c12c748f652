using System.ComponentModel.DataAnnotations;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using NSwag.Annotations;
using OpenViduMeet.Application.Participants;
using OpenViduMeet.WebApi.Contracts;
using OpenViduMeet.WebApi.OpenApi;
using OpenViduMeet.WebApi.Routing;

namespace OpenViduMeet.WebApi.Controllers.Internal;

/// <summary>Tells clients what a room's link is good for.</summary>
[OpenApiTag(
    "Internal API - Participant",
    Description = "Operations related to managing participants in OpenVidu Meet rooms"
)]
[Route(ApiPaths.Internal + "/rooms")]
internal sealed class ParticipantRoleController(IMediator mediator) : MeetController(mediator)
{
    /// <summary>The role in which a secret lets somebody join a room.</summary>
    /// <param name="roomName">The room.</param>
    /// <param name="secret">The secret from the room's URL.</param>
    [HttpGet("{roomName}/participant-role")]
    [ProducesResponseType<ParticipantRoleName>(200)]
    [ProducesError(404, "Room Error", "The room does not exist")]
    [ProducesError(406, "Participant Error", "The secret does not belong to the room")]
    [ProducesError(429, "Request Error", "Too many requests")]
    public async Task<IActionResult> GetParticipantRole(
        string roomName,
        [FromQuery, Required] string? secret,
        CancellationToken ct
    ) =>
        (await Mediator.Send(new GetParticipantRole(roomName, secret), ct)).Match(
            role => Ok(role.ToContract()),
            Failure
        );
}
