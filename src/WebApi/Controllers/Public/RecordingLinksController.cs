using MediatR;
using Microsoft.AspNetCore.Mvc;
using OpenViduMeet.Application.RecordingLinks;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Recordings.Links;
using OpenViduMeet.WebApi.Authentication;
using OpenViduMeet.WebApi.Contracts;
using OpenViduMeet.WebApi.OpenApi;
using OpenViduMeet.WebApi.Routing;

namespace OpenViduMeet.WebApi.Controllers.Public;

/// <summary>Operations on the links by which a recording is watched without an account.</summary>
[Route(ApiPaths.Public + "/recordings/{recordingId}/links")]
internal sealed class RecordingLinksController(IMediator mediator, PublicUrl publicUrl)
    : MeetController(mediator)
{
    /// <summary>Creates a link to a recording.</summary>
    /// <remarks>
    /// Administrators can create links, and the moderators of the room if its preferences allow them to watch its recordings. A recording
    /// has at most 100 links that have not expired.
    /// </remarks>
    /// <param name="recordingId">The recording's id: <c>roomId--egressId--uid</c>.</param>
    /// <response code="201">The link is created</response>
    [HttpPost]
    [ProducesResponseType<MeetNewRecordingLink>(201)]
    [Answers(typeof(AccessErrors), nameof(AccessErrors.InsufficientPermissions))]
    [Answers(typeof(RecordingErrors), nameof(RecordingErrors.NotFound))]
    [Answers(typeof(RecordingLinkErrors), nameof(RecordingLinkErrors.TooMany))]
    [Accepts(Credential.ApiKey, Credential.AccessToken, Credential.ParticipantToken)]
    public async Task<IActionResult> CreateRecordingLink(
        RecordingId? recordingId,
        [FromBody] RecordingLinkOptions options,
        CancellationToken ct
    ) => (await Mediator.Send(options.ToRequest(recordingId), ct)).Match(Created, Failure);

    /// <summary>Lists the links of a recording that have not expired, oldest first.</summary>
    /// <param name="recordingId">The recording's id: <c>roomId--egressId--uid</c>.</param>
    [HttpGet]
    [ProducesResponseType<MeetRecordingLinks>(200)]
    [Answers(typeof(AccessErrors), nameof(AccessErrors.InsufficientPermissions))]
    [Answers(typeof(RecordingErrors), nameof(RecordingErrors.NotFound))]
    [Accepts(Credential.ApiKey, Credential.AccessToken, Credential.ParticipantToken)]
    public async Task<IActionResult> ListRecordingLinks(
        RecordingId? recordingId,
        CancellationToken ct
    ) =>
        (await Mediator.Send(new ListRecordingLinks(recordingId), ct)).Match(
            listed => Ok(listed.ToContract()),
            Failure
        );

    /// <summary>Revokes a link. Whoever is watching through it is disconnected within a second.</summary>
    /// <param name="recordingId">The recording's id: <c>roomId--egressId--uid</c>.</param>
    /// <param name="linkId">The id of the link.</param>
    /// <response code="204">The link is revoked</response>
    [HttpDelete("{linkId}")]
    [Answers(204)]
    [Answers(typeof(AccessErrors), nameof(AccessErrors.InsufficientPermissions))]
    [Answers(typeof(RecordingLinkErrors), nameof(RecordingLinkErrors.NotFound))]
    [Accepts(Credential.ApiKey, Credential.AccessToken, Credential.ParticipantToken)]
    public async Task<IActionResult> RevokeRecordingLink(
        RecordingId? recordingId,
        RecordingLinkId? linkId,
        CancellationToken ct
    ) =>
        (await Mediator.Send(new RevokeRecordingLink(recordingId, linkId), ct)).Match(
            NoContent,
            Failure
        );

    /// <summary>Without a Location, which logs and proxies keep: the URL of a link is a secret.</summary>
    private ObjectResult Created(NewRecordingLink created)
    {
        var url = $"{publicUrl.Of(Request)}{ApiPaths.SharedRecordings}/{created.Token.Text}";
        return StatusCode(StatusCodes.Status201Created, created.Link.ToContract(url));
    }
}
