using System.ComponentModel.DataAnnotations;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using NSwag.Annotations;
using OpenViduMeet.Application.Participants;
using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.WebApi.Authentication;
using OpenViduMeet.WebApi.Contracts;
using OpenViduMeet.WebApi.OpenApi;
using OpenViduMeet.WebApi.Routing;

namespace OpenViduMeet.WebApi.Controllers.Internal;

/// <summary>Operations on the participants of one room.</summary>
[OpenApiTag(
    "Internal API - Participant",
    Description = "Operations related to managing participants in OpenVidu Meet rooms"
)]
[Route(ApiPaths.Internal + "/rooms")]
internal sealed class RoomParticipantsController(IMediator mediator) : MeetController(mediator)
{
    /// <summary>Get the role that a secret gives in a room</summary>
    /// <param name="roomName">The name of the room</param>
    /// <param name="secret">The secret from the room's URL</param>
    [HttpGet("{roomName}/participant-role")]
    [ProducesResponseType<ParticipantRoleName>(200)]
    [Answers(typeof(RoomErrors), nameof(RoomErrors.NotFound))]
    [Answers(typeof(ParticipantErrors), nameof(ParticipantErrors.SecretGivesNoRole))]
    [Answers(typeof(RequestErrors), nameof(RequestErrors.TooManyRequests))]
    [Accepts(Credential.None)]
    public async Task<IActionResult> GetParticipantRole(
        RoomName? roomName,
        [FromQuery, Required] RoomSecret secret,
        CancellationToken ct
    ) =>
        (await Mediator.Send(new GetParticipantRole(roomName, secret), ct)).Match(
            role => Ok(role.ToContract()),
            Failure
        );
}
