using MediatR;
using Microsoft.AspNetCore.Mvc;
using OpenViduMeet.Application.Participants;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.WebApi.Authentication;
using OpenViduMeet.WebApi.Contracts;
using OpenViduMeet.WebApi.OpenApi;
using OpenViduMeet.WebApi.Routing;

namespace OpenViduMeet.WebApi.Controllers.Public;

/// <summary>The participants who were disconnected from a room and may not come back yet.</summary>
[Route(ApiPaths.Public + "/rooms/{roomName}/bans")]
internal sealed class RoomBansController(IMediator mediator) : MeetController(mediator)
{
    /// <summary>Lists the bans of a room that are in force.</summary>
    /// <param name="roomName">The name of the room.</param>
    [HttpGet]
    [ProducesResponseType<ParticipantBanList>(200)]
    [Answers(typeof(AccessErrors), nameof(AccessErrors.InsufficientPermissions))]
    [Answers(typeof(RoomErrors), nameof(RoomErrors.NotFound))]
    [Accepts(Credential.ApiKey, Credential.AccessToken, Credential.ParticipantToken)]
    public async Task<IActionResult> ListParticipantBans(
        RoomName? roomName,
        CancellationToken ct
    ) =>
        (await Mediator.Send(new ListParticipantBans(roomName), ct)).Match(
            bans => Ok(ParticipantBanList.Of(bans)),
            Failure
        );

    /// <summary>Lifts a ban, so that the participant can join again.</summary>
    /// <param name="roomName">The name of the room.</param>
    /// <param name="participantName">The name of the participant, percent-encoded.</param>
    [HttpDelete("{participantName}")]
    [Answers(204)]
    [Answers(typeof(AccessErrors), nameof(AccessErrors.InsufficientPermissions))]
    [Answers(typeof(RoomErrors), nameof(RoomErrors.NotFound))]
    [Answers(typeof(ParticipantErrors), nameof(ParticipantErrors.NotFound))]
    [Accepts(Credential.ApiKey, Credential.AccessToken, Credential.ParticipantToken)]
    public async Task<IActionResult> LiftParticipantBan(
        RoomName? roomName,
        ParticipantName? participantName,
        CancellationToken ct
    ) =>
        (await Mediator.Send(new LiftParticipantBan(roomName, participantName), ct)).Match(
            NoContent,
            Failure
        );
}
