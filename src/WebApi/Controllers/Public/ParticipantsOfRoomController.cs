using MediatR;
using Microsoft.AspNetCore.Mvc;
using OpenViduMeet.Application.Participants;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Meetings;
using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.WebApi.Authentication;
using OpenViduMeet.WebApi.Contracts;
using OpenViduMeet.WebApi.OpenApi;
using OpenViduMeet.WebApi.Routing;

namespace OpenViduMeet.WebApi.Controllers.Public;

/// <summary>The participants who are in a room.</summary>
[Route(ApiPaths.Public + "/rooms/{roomName}/participants")]
internal sealed class ParticipantsOfRoomController(IMediator mediator, VerifiedTokens verified)
    : MeetController(mediator)
{
    /// <summary>Lists the participants in a room, the first to join first.</summary>
    /// <param name="roomName">The name of the room.</param>
    [HttpGet]
    [ProducesResponseType<ParticipantList>(200)]
    [Answers(typeof(AccessErrors), nameof(AccessErrors.InsufficientPermissions))]
    [Answers(typeof(RoomErrors), nameof(RoomErrors.NotFound))]
    [Answers(typeof(MeetingErrors), nameof(MeetingErrors.Unavailable))]
    [Accepts(Credential.ApiKey, Credential.AccessToken)]
    public async Task<IActionResult> ListParticipants(RoomName? roomName, CancellationToken ct) =>
        (await Mediator.Send(new ListParticipants(roomName), ct)).Match(
            present => Ok(ParticipantList.Of(present)),
            Failure
        );

    /// <summary>Disconnects a participant, who is kept out of the room for a while.</summary>
    /// <remarks>
    /// The tokens that were made for the name until now are revoked, and the name is banned: see the operations on bans.
    /// </remarks>
    /// <param name="roomName">The name of the room.</param>
    /// <param name="participantName">The name of the participant, percent-encoded.</param>
    [HttpDelete("{participantName}")]
    [Answers(204)]
    [Answers(typeof(AccessErrors), nameof(AccessErrors.InsufficientPermissions))]
    [Answers(typeof(RoomErrors), nameof(RoomErrors.NotFound))]
    [Answers(typeof(ParticipantErrors), nameof(ParticipantErrors.NotFound))]
    [Answers(typeof(MeetingErrors), nameof(MeetingErrors.Unavailable))]
    [Accepts(Credential.ApiKey, Credential.AccessToken)]
    public async Task<IActionResult> RemoveParticipant(
        RoomName? roomName,
        ParticipantName? participantName,
        CancellationToken ct
    )
    {
        var removed = await Mediator.Send(new RemoveParticipant(roomName, participantName), ct);
        if (roomName is not null && participantName is not null)
            verified.Forget(roomName, participantName);
        return removed.Match(NoContent, Failure);
    }
}
