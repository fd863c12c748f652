using System.ComponentModel.DataAnnotations;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using OpenViduMeet.Application.Recordings;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Meetings;
using OpenViduMeet.Domain.Paging;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.WebApi.Authentication;
using OpenViduMeet.WebApi.Contracts;
using OpenViduMeet.WebApi.OpenApi;
using OpenViduMeet.WebApi.Routing;

namespace OpenViduMeet.WebApi.Controllers.Public;

/// <summary>Operations related to recordings.</summary>
[Route(ApiPaths.Public + "/recordings")]
internal sealed class RecordingsController(IMediator mediator, PublicUrl publicUrl)
    : MeetController(mediator)
{
    /// <summary>Starts recording a room, and answers when the recording is active.</summary>
    [HttpPost]
    [ProducesResponseType<MeetRecordingStart>(200)]
    [Answers(typeof(AccessErrors), nameof(AccessErrors.InsufficientPermissions))]
    [Answers(typeof(RoomErrors), nameof(RoomErrors.NotFound))]
    [Answers(typeof(RecordingErrors), nameof(RecordingErrors.NobodyInRoom))]
    [Answers(typeof(RecordingErrors), nameof(RecordingErrors.AlreadyRecording))]
    [Answers(typeof(RecordingErrors), nameof(RecordingErrors.NotStarted))]
    [Answers(typeof(MeetingErrors), nameof(MeetingErrors.Unavailable))]
    [Accepts(Credential.ParticipantToken)]
    public async Task<IActionResult> StartRecording(
        [FromBody] StartRecordingOptions options,
        CancellationToken ct
    ) =>
        (await Mediator.Send(options.ToRequest(), ct)).Match(
            recording => Ok(recording.ToStartContract()),
            Failure
        );

    /// <summary>Stops a recording. The media is ready when the status is <c>COMPLETE</c>.</summary>
    /// <param name="recordingId">The recording's id: <c>roomId--egressId--uid</c>.</param>
    [HttpPut("{recordingId}")]
    [ProducesResponseType<MeetRecording>(200)]
    [AnswerHeader("Location", "The URL of the recording", 200)]
    [Answers(typeof(AccessErrors), nameof(AccessErrors.InsufficientPermissions))]
    [Answers(typeof(RecordingErrors), nameof(RecordingErrors.NotFound))]
    [Answers(typeof(RecordingErrors), nameof(RecordingErrors.AlreadyStopped))]
    [Answers(typeof(MeetingErrors), nameof(MeetingErrors.Unavailable))]
    [Accepts(Credential.ParticipantToken)]
    public async Task<IActionResult> StopRecording(
        RecordingId? recordingId,
        CancellationToken ct
    ) => (await Mediator.Send(new StopRecording(recordingId), ct)).Match(Stopped, Failure);

    /// <summary>Lists recordings, newest first.</summary>
    /// <remarks>
    /// Participants see the recordings of their own room, if the room's preferences allow their role to watch them
    /// (<c>preferences.recordingPreferences.allowAccessTo</c>).
    /// </remarks>
    /// <param name="roomId">Only recordings of this room. Default: of all rooms; for a participant, of the own room.</param>
    /// <param name="maxItems">The largest number of recordings to return, 1 to 100. Default: 10.</param>
    /// <param name="nextPageToken">The token that the previous page returned.</param>
    [HttpGet]
    [ProducesResponseType<MeetRecordingPage>(200)]
    [Answers(typeof(AccessErrors), nameof(AccessErrors.InsufficientPermissions))]
    [Accepts(Credential.ApiKey, Credential.AccessToken, Credential.ParticipantToken)]
    public async Task<IActionResult> ListRecordings(
        [FromQuery] RoomFilter? roomId,
        [FromQuery] PageSize? maxItems,
        [FromQuery] RecordingPosition? nextPageToken,
        CancellationToken ct
    ) =>
        (
            await Mediator.Send(
                new ListRecordings(roomId, maxItems ?? PageSize.Default, nextPageToken),
                ct
            )
        ).Match(page => Ok(page.ToContract()), Failure);

    /// <summary>Gets a recording.</summary>
    /// <param name="recordingId">The recording's id: <c>roomId--egressId--uid</c>.</param>
    [HttpGet("{recordingId}")]
    [ProducesResponseType<MeetRecording>(200)]
    [Answers(typeof(AccessErrors), nameof(AccessErrors.InsufficientPermissions))]
    [Answers(typeof(RecordingErrors), nameof(RecordingErrors.NotFound))]
    [Accepts(Credential.ApiKey, Credential.AccessToken, Credential.ParticipantToken)]
    public async Task<IActionResult> GetRecording(RecordingId? recordingId, CancellationToken ct) =>
        (await Mediator.Send(new GetRecording(recordingId), ct)).Match(
            recording => Ok(recording.ToContract()),
            Failure
        );

    /// <summary>Deletes a recording and its media.</summary>
    /// <remarks>
    /// If the storage fails while the media is removed (503), the recording is no longer listed or played. The request can be repeated;
    /// otherwise the server removes the media later.
    /// </remarks>
    /// <param name="recordingId">The recording's id: <c>roomId--egressId--uid</c>.</param>
    /// <response code="204">The recording is deleted</response>
    [HttpDelete("{recordingId}")]
    [Answers(204)]
    [Answers(typeof(AccessErrors), nameof(AccessErrors.InsufficientPermissions))]
    [Answers(typeof(RecordingErrors), nameof(RecordingErrors.NotFound))]
    [Answers(typeof(RecordingErrors), nameof(RecordingErrors.InProgress))]
    [Accepts(Credential.ApiKey, Credential.AccessToken)]
    public async Task<IActionResult> DeleteRecording(
        RecordingId? recordingId,
        CancellationToken ct
    ) =>
        (await Mediator.Send(new DeleteRecordings([RecordingReference.To(recordingId)]), ct)).Match(
            outcome => outcome.Kept is [var kept] ? Failure(kept.Reason) : NoContent(),
            Failure
        );

    /// <summary>Deletes several recordings. If one cannot be deleted, the others still are.</summary>
    /// <param name="recordingIds">The ids of the recordings, separated by commas.</param>
    [HttpDelete]
    [ProducesResponseType<DeletedRecordingsAnswer>(200)]
    [Answers(typeof(AccessErrors), nameof(AccessErrors.InsufficientPermissions))]
    [Accepts(Credential.ApiKey, Credential.AccessToken)]
    public async Task<IActionResult> DeleteRecordings(
        [FromQuery, Required] RecordingIdList recordingIds,
        CancellationToken ct
    ) =>
        (await Mediator.Send(new DeleteRecordings(recordingIds.Recordings), ct)).Match(
            outcome => Ok(outcome.ToContract()),
            Failure
        );

    private OkObjectResult Stopped(Recording recording)
    {
        Response.Headers.Location =
            $"{publicUrl.Of(Request)}{ApiPaths.Public}/recordings/{recording.Id}";
        return Ok(recording.ToContract());
    }
}
