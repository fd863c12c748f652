using MediatR;
using Microsoft.AspNetCore.Mvc;
using OpenViduMeet.Application.Participants;
using OpenViduMeet.Domain.Participants;
using OpenViduMeet.WebApi.Authentication;
using OpenViduMeet.WebApi.Contracts;
using OpenViduMeet.WebApi.Requests;

namespace OpenViduMeet.WebApi.Controllers.Internal;

/// <summary>Operations related to the participants of rooms.</summary>
[Route(ApiPaths.Internal + "/participants")]
internal sealed class ParticipantsController(IMediator mediator, TokenCookies cookies)
    : MeetController(mediator)
{
    private string? ParticipantCookie => Request.Cookies[TokenCookies.Participant];

    /// <summary>Generates a token for a participant to join a room.</summary>
    [HttpPost("token")]
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

    /// <summary>Replaces a participant's expired token.</summary>
    [HttpPost("token/refresh")]
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

    /// <summary>Disconnects a participant from a room.</summary>
    /// <param name="participantName">The participant's name, percent-encoded.</param>
    /// <param name="roomName">The room from which to disconnect the participant.</param>
    [HttpDelete("{participantName}")]
    [RequireCredential(Schemes.ParticipantToken)]
    public async Task<IActionResult> DisconnectParticipant(
        string participantName,
        [FromQuery] string? roomName,
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
        return Ok(new TokenAnswer(token.Value));
    }
}
