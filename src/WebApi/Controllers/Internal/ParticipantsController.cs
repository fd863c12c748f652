using System.ComponentModel.DataAnnotations;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using NSwag.Annotations;
using OpenViduMeet.Application.Participants;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Meetings;
using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.WebApi.Authentication;
using OpenViduMeet.WebApi.Contracts;
using OpenViduMeet.WebApi.OpenApi;
using OpenViduMeet.WebApi.Routing;

namespace OpenViduMeet.WebApi.Controllers.Internal;

/// <summary>Operations related to the participants of rooms.</summary>
[OpenApiTag(
    "Internal API - Participant",
    Description = "Operations related to managing participants in OpenVidu Meet rooms"
)]
[Route(ApiPaths.Internal + "/participants")]
internal sealed class ParticipantsController(
    IMediator mediator,
    TokenCookies cookies,
    VerifiedTokens verified
) : MeetController(mediator)
{
    private const string CookieDescription =
        "The cookie containing the participant token. This cookie is used to authenticate the participant in the room.";

    private const string CookieExample =
        "OvMeetParticipantToken=token_123456; Path=/; HttpOnly; SameSite=Strict";

    private string? SentToken => TokenSource.Participant.Read(Request);

    /// <summary>The cookie's token, if another one came in the header.</summary>
    private string? OtherToken => TokenSource.Participant.ReadUnusedCookie(Request);

    /// <summary>Generate a token for a participant</summary>
    /// <remarks>Generates a token for a participant to join an OpenVidu Meet room.</remarks>
    /// <param name="options">Participant details</param>
    /// <response code="200">Successfully generated the participant token</response>
    /// <response code="401">Unauthorized — The access token is missing or invalid when authentication is required</response>
    /// <response code="403">Forbidden — The user authenticated with the access token does not have enough permissions when authentication is required</response>
    /// <response code="404">Room not found</response>
    /// <response code="409">Conflict — The participant already exists in the room</response>
    [HttpPost("token")]
    [ProducesResponseType<TokenAnswer>(200)]
    [AnswerHeader("Set-Cookie", CookieDescription, 200, Example = CookieExample)]
    [Answers(typeof(AccessErrors), nameof(AccessErrors.Unauthorized))]
    [Answers(typeof(AccessErrors), nameof(AccessErrors.InsufficientPermissions))]
    [Answers(typeof(RoomErrors), nameof(RoomErrors.NotFound))]
    [Answers(typeof(ParticipantErrors), nameof(ParticipantErrors.NameTaken))]
    [Answers(typeof(RequestErrors), nameof(RequestErrors.TooManyRequests))]
    [Answers(typeof(MeetingErrors), nameof(MeetingErrors.Unavailable))]
    [Accepts(Credential.AccessToken, Credential.None, Reads = Credential.ParticipantToken)]
    public async Task<IActionResult> GenerateParticipantToken(
        [FromBody] TokenOptions options,
        CancellationToken ct
    )
    {
        var request = options.ToGenerate(SentToken, OtherToken);
        return (await Mediator.Send(request, ct)).Match(Token, Failure);
    }

    /// <summary>Refresh a token for a participant</summary>
    /// <remarks>Refresh a token for a participant in an OpenVidu Meet room.</remarks>
    /// <param name="options">Participant details</param>
    /// <response code="200">Successfully refreshed the participant token</response>
    /// <response code="401">Unauthorized — The access token is missing or invalid when authentication is required</response>
    /// <response code="403">Forbidden — The user authenticated with the access token does not have enough permissions when authentication is required</response>
    /// <response code="404">Room or participant not found</response>
    /// <response code="409">Conflict — Current token is still valid</response>
    [HttpPost("token/refresh")]
    [ProducesResponseType<TokenAnswer>(200)]
    [AnswerHeader("Set-Cookie", CookieDescription, 200, Example = CookieExample)]
    [Answers(typeof(AccessErrors), nameof(AccessErrors.Unauthorized))]
    [Answers(typeof(AccessErrors), nameof(AccessErrors.InsufficientPermissions))]
    [Answers(typeof(RoomErrors), nameof(RoomErrors.NotFound))]
    [Answers(typeof(ParticipantErrors), nameof(ParticipantErrors.NotInRoom))]
    [Answers(typeof(ParticipantErrors), nameof(ParticipantErrors.TokenStillValid))]
    [Answers(typeof(RequestErrors), nameof(RequestErrors.TooManyRequests))]
    [Answers(typeof(MeetingErrors), nameof(MeetingErrors.Unavailable))]
    [Accepts(Credential.AccessToken, Credential.None, Reads = Credential.ParticipantToken)]
    public async Task<IActionResult> RefreshParticipantToken(
        [FromBody] TokenOptions options,
        CancellationToken ct
    )
    {
        var request = options.ToRefresh(SentToken, OtherToken);
        return (await Mediator.Send(request, ct)).Match(Token, Failure);
    }

    /// <summary>Delete a participant from a room</summary>
    /// <remarks>Deletes a participant from an OpenVidu Meet room.</remarks>
    /// <param name="participantName">The name of the participant to delete, percent-encoded</param>
    /// <param name="roomName">The name of the room from which to delete the participant</param>
    /// <response code="204">Successfully disconnect the participant</response>
    /// <response code="401">Unauthorized — The participant access token is missing or invalid</response>
    /// <response code="403">Forbidden — The participant authenticated with the access token is not moderator of the room</response>
    [HttpDelete("{participantName}")]
    [Answers(204)]
    [Answers(typeof(AccessErrors), nameof(AccessErrors.InsufficientPermissions))]
    [Answers(typeof(ParticipantErrors), nameof(ParticipantErrors.NotFound))]
    [Answers(typeof(MeetingErrors), nameof(MeetingErrors.Unavailable))]
    [Accepts(Credential.ParticipantToken)]
    public async Task<IActionResult> DisconnectParticipant(
        ParticipantName? participantName,
        [FromQuery, Required] RoomName roomName,
        CancellationToken ct
    )
    {
        var request = new DisconnectParticipant(roomName, participantName);
        var disconnected = await Mediator.Send(request, ct);
        if (participantName is not null)
            verified.Forget(roomName, participantName);
        return disconnected.Match(NoContent, Failure);
    }

    private IActionResult Token(ParticipantToken token)
    {
        if (!TokenSource.Participant.IsInHeader(Request))
            cookies.SetParticipant(HttpContext, token);
        return Ok(new TokenAnswer { Token = token.Value });
    }
}
