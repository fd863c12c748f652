using MediatR;
using Microsoft.AspNetCore.Mvc;
using NSwag.Annotations;
using OpenViduMeet.Application.Recordings;
using OpenViduMeet.WebApi.Authentication;
using OpenViduMeet.WebApi.Media;
using OpenViduMeet.WebApi.OpenApi;
using OpenViduMeet.WebApi.Routing;

namespace OpenViduMeet.WebApi.Controllers.Internal;

/// <summary>Operations related to watching recordings.</summary>
[OpenApiTag(
    "Internal API - Recordings",
    Description = "Operations related to managing OpenVidu Meet recordings"
)]
[Route(ApiPaths.Internal + "/recordings")]
internal sealed class RecordingStreamController(IMediator mediator) : MeetController(mediator)
{
    /// <summary>Stream an OpenVidu Meet recording</summary>
    /// <remarks>
    /// Streams the OpenVidu Meet recording with the specified recording ID.
    /// This endpoint supports range requests, allowing partial content retrieval
    /// for video playback without downloading the entire file.
    /// </remarks>
    /// <param name="recordingId">The recording's id: <c>roomId--egressId--uid</c>.</param>
    /// <param name="range">The bytes that are wanted, such as <c>bytes=0-1023</c>.</param>
    /// <param name="download">Whether the browser shall offer to save it.</param>
    [HttpGet("{recordingId}/stream")]
    [ProducesVideo(200, "The whole recording")]
    [ProducesHeader(200, "Accept-Ranges", "Byte ranges are supported")]
    [ProducesHeader(200, "Content-Length", "How many bytes are sent")]
    [ProducesHeader(200, "ETag", "Tells one state of the recording from another")]
    [ProducesHeader(200, "Last-Modified", "When the recording was stored")]
    [ProducesVideo(206, "The part of the recording that was asked for")]
    [ProducesHeader(206, "Accept-Ranges", "Byte ranges are supported")]
    [ProducesHeader(206, "Content-Length", "How many bytes are sent")]
    [ProducesHeader(206, "ETag", "Tells one state of the recording from another")]
    [ProducesHeader(206, "Last-Modified", "When the recording was stored")]
    [ProducesHeader(206, "Content-Range", "Which bytes are sent, and of how many")]
    [ProducesNothing(304, "The caller has this state of the recording already")]
    [ProducesError(400, "Recording Error", "Invalid Range header")]
    [ProducesError(403, "Authentication Error", "Insufficient permissions to access this resource")]
    [ProducesError(404, "Recording Error", "Recording not found")]
    [ProducesError(412, "Recording Error", "The recording has changed")]
    [ProducesError(416, "Recording Error", "Requested range not satisfiable")]
    [ProducesHeader(416, "Content-Range", "How many bytes there are")]
    [RequireCredential(Schemes.AccessToken)]
    public Task<IActionResult> GetRecordingStream(
        string recordingId,
        [FromHeader(Name = "Range")] string? range,
        [FromQuery] bool download,
        CancellationToken ct
    ) => AnswerAsync(recordingId, range, download, withContent: true, ct);

    /// <summary>Tells what streaming the whole recording would answer, without reading it.</summary>
    /// <param name="recordingId">The recording's id: <c>roomId--egressId--uid</c>.</param>
    /// <param name="download">Whether the browser shall offer to save it.</param>
    [HttpHead("{recordingId}/stream")]
    [ProducesNothing(200, "The headers of the whole recording")]
    [ProducesHeader(200, "Accept-Ranges", "Byte ranges are supported")]
    [ProducesHeader(200, "Content-Length", "How many bytes are sent")]
    [ProducesHeader(200, "ETag", "Tells one state of the recording from another")]
    [ProducesHeader(200, "Last-Modified", "When the recording was stored")]
    [ProducesNothing(304, "The caller has this state of the recording already")]
    [ProducesError(403, "Authentication Error", "Insufficient permissions to access this resource")]
    [ProducesError(404, "Recording Error", "Recording not found")]
    [ProducesError(412, "Recording Error", "The recording has changed")]
    [RequireCredential(Schemes.AccessToken)]
    public Task<IActionResult> HeadRecordingStream(
        string recordingId,
        [FromQuery] bool download,
        CancellationToken ct
    ) => AnswerAsync(recordingId, range: null, download, withContent: false, ct);

    private async Task<IActionResult> AnswerAsync(
        string recordingId,
        string? range,
        bool asDownload,
        bool withContent,
        CancellationToken ct
    )
    {
        var conditions = MediaConditionsReader.Read(Request);
        var request = new StreamRecordingRange(Caller, recordingId, range, conditions, withContent);
        return (await Mediator.Send(request, ct)).Match(
            playback => new RecordingStreamResult(playback, asDownload),
            Failure
        );
    }
}
