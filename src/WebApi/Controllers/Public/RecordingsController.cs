using System.ComponentModel.DataAnnotations;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using OpenViduMeet.Application.Recordings;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.WebApi.Authentication;
using OpenViduMeet.WebApi.Contracts;
using OpenViduMeet.WebApi.OpenApi;
using OpenViduMeet.WebApi.Routing;
using OpenViduMeet.WebApi.Settings;

namespace OpenViduMeet.WebApi.Controllers.Public;

/// <summary>Operations related to recordings.</summary>
[Route(ApiPaths.Public + "/recordings")]
internal sealed class RecordingsController(IMediator mediator, PublicUrl publicUrl)
    : MeetController(mediator)
{
    /// <summary>Starts to record a room. Answers when the recording runs.</summary>
    [HttpPost]
    [ProducesResponseType<MeetRecordingStart>(200)]
    [ProducesError(403, "Authentication Error", "Insufficient permissions to access this resource")]
    [ProducesError(404, "Room Error", "The room does not exist")]
    [ProducesError(409, "Recording Error", "The room is already being recorded")]
    [ProducesError(503, "LiveKit Error", "LiveKit is not available")]
    [RequireCredential(Schemes.ParticipantToken)]
    public async Task<IActionResult> StartRecording(
        [FromBody] StartRecordingOptions? options,
        CancellationToken ct
    ) =>
        (await Mediator.Send(new StartRecording(Caller, options?.RoomId), ct)).Match(
            recording => Ok(recording.ToStartContract()),
            Failure
        );

    /// <summary>Stops a recording. Its media is whole when its status is <c>COMPLETE</c>.</summary>
    /// <param name="recordingId">The recording's id: <c>roomId--egressId--uid</c>.</param>
    [HttpPut("{recordingId}")]
    [ProducesResponseType<MeetRecording>(200)]
    [ProducesHeader(200, "Location", "Where the recording can be asked for")]
    [ProducesError(403, "Authentication Error", "Insufficient permissions to access this resource")]
    [ProducesError(404, "Recording Error", "Recording not found")]
    [ProducesError(409, "Recording Error", "The recording is already stopped")]
    [ProducesError(503, "LiveKit Error", "LiveKit is not available")]
    [RequireCredential(Schemes.ParticipantToken)]
    public async Task<IActionResult> StopRecording(string recordingId, CancellationToken ct) =>
        (await Mediator.Send(new StopRecording(Caller, recordingId), ct)).Match(Stopped, Failure);

    /// <summary>The recordings, newest first.</summary>
    /// <param name="roomId">Of this room only; of all without it.</param>
    /// <param name="maxItems">Recordings at the most, 1 to 100; 10 without it.</param>
    /// <param name="nextPageToken">From the page before.</param>
    [HttpGet]
    [ProducesResponseType<MeetRecordingPage>(200)]
    [ProducesError(403, "Authentication Error", "Insufficient permissions to access this resource")]
    [RequireCredential(Schemes.ApiKey, Schemes.AccessToken)]
    public async Task<IActionResult> ListRecordings(
        [FromQuery] string? roomId,
        [FromQuery] int? maxItems,
        [FromQuery] string? nextPageToken,
        CancellationToken ct
    ) =>
        (
            await Mediator.Send(new ListRecordings(Caller, roomId, maxItems, nextPageToken), ct)
        ).Match(page => Ok(page.ToContract()), Failure);

    /// <summary>One recording.</summary>
    /// <param name="recordingId">The recording's id: <c>roomId--egressId--uid</c>.</param>
    [HttpGet("{recordingId}")]
    [ProducesResponseType<MeetRecording>(200)]
    [ProducesError(403, "Authentication Error", "Insufficient permissions to access this resource")]
    [ProducesError(404, "Recording Error", "Recording not found")]
    [RequireCredential(Schemes.ApiKey, Schemes.AccessToken)]
    public async Task<IActionResult> GetRecording(string recordingId, CancellationToken ct) =>
        (await Mediator.Send(new GetRecording(Caller, recordingId), ct)).Match(
            recording => Ok(recording.ToContract()),
            Failure
        );

    /// <summary>Deletes a recording: its media and everything that is known of it.</summary>
    /// <param name="recordingId">The recording's id: <c>roomId--egressId--uid</c>.</param>
    [HttpDelete("{recordingId}")]
    [ProducesNothing(204, "The recording is deleted")]
    [ProducesError(403, "Authentication Error", "Insufficient permissions to access this resource")]
    [ProducesError(404, "Recording Error", "Recording not found")]
    [ProducesError(409, "Recording Error", "The recording is in progress")]
    [RequireCredential(Schemes.ApiKey, Schemes.AccessToken)]
    public async Task<IActionResult> DeleteRecording(string recordingId, CancellationToken ct) =>
        (await Mediator.Send(new DeleteRecordings(Caller, [recordingId]), ct)).Match(
            outcome => outcome.Kept is [var kept] ? Failure(kept.Reason) : NoContent(),
            Failure
        );

    /// <summary>Deletes several recordings, each whatever becomes of the others.</summary>
    /// <param name="recordingIds">The recordings' ids, separated by commas.</param>
    [HttpDelete]
    [ProducesResponseType<DeletedRecordingsAnswer>(200)]
    [ProducesError(403, "Authentication Error", "Insufficient permissions to access this resource")]
    [RequireCredential(Schemes.ApiKey, Schemes.AccessToken)]
    public async Task<IActionResult> DeleteRecordings(
        [FromQuery, Required] string? recordingIds,
        CancellationToken ct
    ) =>
        (
            await Mediator.Send(new DeleteRecordings(Caller, CommaSeparated.Read(recordingIds)), ct)
        ).Match(outcome => Ok(outcome.ToContract()), Failure);

    private OkObjectResult Stopped(Recording recording)
    {
        Response.Headers.Location =
            $"{publicUrl.Of(Request)}{ApiPaths.Public}/recordings/{recording.Id}";
        return Ok(recording.ToContract());
    }
}
