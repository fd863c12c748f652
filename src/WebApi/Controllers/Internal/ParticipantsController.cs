using System.ComponentModel.DataAnnotations;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using NSwag.Annotations;
using OpenViduMeet.Application.Participants;
using OpenViduMeet.Domain.Participants;
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
internal sealed class ParticipantsController(IMediator mediator, TokenCookies cookies)
    : MeetController(mediator)
{
    private string? ParticipantCookie => Request.Cookies[TokenCookies.Participant];

    /// <summary>Generate a token for a participant</summary>
    /// <remarks>Generates a token for a participant to join an OpenVidu Meet room.</remarks>
    /// <param name="options">Participant details</param>
    [HttpPost("token")]
    [ProducesResponseType<TokenAnswer>(200)]
    [ProducesHeader(
        200,
        "Set-Cookie",
        "The cookie that holds the participant token",
        Example = "OvMeetParticipantToken=token_123456; Path=/; HttpOnly; SameSite=Strict"
    )]
    [ProducesError(401, "Authentication Error", "Unauthorized")]
    [ProducesError(403, "Authentication Error", "Insufficient permissions to access this resource")]
    [ProducesError(404, "Room Error", "The room does not exist")]
    [ProducesError(409, "Participant Error", "Participant already exists in the room")]
    [ProducesError(429, "Request Error", "Too many requests")]
    [ProducesError(503, "LiveKit Error", "LiveKit is not available")]
    [AcceptCredential(Schemes.AccessToken)]
    public async Task<IActionResult> GenerateParticipantToken(
        [FromBody] TokenOptions? options,
        CancellationToken ct
    )
    {
        var request = new GenerateParticipantToken(
            Caller,
            options?.RoomName,
            options?.ParticipantName,
            options?.Secret,
            ParticipantCookie
        );
        return (await Mediator.Send(request, ct)).Match(Token, Failure);
    }

    /// <summary>Refresh a token for a participant</summary>
    /// <remarks>Refresh a token for a participant in an OpenVidu Meet room.</remarks>
    /// <param name="options">Participant details</param>
    [HttpPost("token/refresh")]
    [ProducesResponseType<TokenAnswer>(200)]
    [ProducesHeader(
        200,
        "Set-Cookie",
        "The cookie that holds the participant token",
        Example = "OvMeetParticipantToken=token_123456; Path=/; HttpOnly; SameSite=Strict"
    )]
    [ProducesError(401, "Authentication Error", "Unauthorized")]
    [ProducesError(403, "Authentication Error", "Insufficient permissions to access this resource")]
    [ProducesError(404, "Participant Error", "Participant not found in the room")]
    [ProducesError(409, "Participant Error", "Participant token is still valid")]
    [ProducesError(429, "Request Error", "Too many requests")]
    [ProducesError(503, "LiveKit Error", "LiveKit is not available")]
    [AcceptCredential(Schemes.AccessToken)]
    public async Task<IActionResult> RefreshParticipantToken(
        [FromBody] TokenOptions? options,
        CancellationToken ct
    )
    {
        var request = new RefreshParticipantToken(
            Caller,
            options?.RoomName,
            options?.ParticipantName,
            options?.Secret,
            ParticipantCookie
        );
        return (await Mediator.Send(request, ct)).Match(Token, Failure);
    }

    /// <summary>Delete a participant from a room</summary>
    /// <remarks>Deletes a participant from an OpenVidu Meet room.</remarks>
    /// <param name="participantName">The participant's name, percent-encoded.</param>
    /// <param name="roomName">The room from which to disconnect the participant.</param>
    [HttpDelete("{participantName}")]
    [ProducesNothing(204, "The participant is disconnected")]
    [ProducesError(403, "Authentication Error", "Insufficient permissions to access this resource")]
    [ProducesError(404, "Participant Error", "Participant not found")]
    [ProducesError(503, "LiveKit Error", "LiveKit is not available")]
    [RequireCredential(Schemes.ParticipantToken)]
    public async Task<IActionResult> DisconnectParticipant(
        string participantName,
        [FromQuery, Required] string? roomName,
        CancellationToken ct
    )
    {
        var decodedName = RawPath.LastSegment(HttpContext);
        var request = new DisconnectParticipant(Caller, roomName, decodedName);
        return (await Mediator.Send(request, ct)).Match(NoContent, Failure);
    }

    private IActionResult Token(ParticipantToken token)
    {
        cookies.SetParticipant(HttpContext, token);
        return Ok(new TokenAnswer { Token = token.Value });
    }
}
