using MediatR;
using Microsoft.AspNetCore.Mvc;
using NSwag.Annotations;
using OpenViduMeet.Application.Recordings;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Recordings;
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
internal sealed class RecordingStreamController(
    IMediator mediator,
    SendingMemory memory,
    TimeProvider clock
) : MeetController(mediator)
{
    private const string AcceptRanges = "Indicates that byte-range requests are supported";
    private const string FileSize = "The total file size in bytes";
    private const string ETag = "Identifies the current content of the recording";
    private const string LastModified = "When the recording was stored";

    /// <summary>Stream an OpenVidu Meet recording</summary>
    /// <remarks>
    /// Streams the OpenVidu Meet recording with the specified recording ID.
    /// This endpoint supports range requests, allowing partial content retrieval
    /// for video playback without downloading the entire file.
    /// </remarks>
    /// <param name="recordingId">The ID of the recording to stream: <c>roomId--egressId--uid</c></param>
    /// <param name="range">
    /// Byte range for partial content retrieval.
    /// Example: `bytes=0-1023` to request the first 1024 bytes of the file.
    /// </param>
    /// <param name="download">Whether browsers offer to save the recording</param>
    /// <response code="200">Successfully streaming the full recording</response>
    /// <response code="206">Partial content streaming based on byte range</response>
    /// <response code="304">The caller already has the current recording</response>
    /// <response code="400">Bad Request — Invalid range header format</response>
    /// <response code="401">Unauthorized — The access token is missing or invalid</response>
    /// <response code="403">Forbidden — The user authenticated with the access token does not have enough permissions</response>
    [HttpGet("{recordingId}/stream")]
    [Answers(200, MediaType = "video/mp4")]
    [Answers(206, MediaType = "video/mp4")]
    [Answers(304)]
    [AnswerHeader("Accept-Ranges", AcceptRanges, 200, 206)]
    [AnswerHeader("Content-Length", FileSize, 200)]
    [AnswerHeader("Content-Length", "The length of the partial content in bytes", 206)]
    [AnswerHeader("Content-Range", "Specifies the range of bytes being sent", 206)]
    [AnswerHeader("Content-Range", "The total file size in bytes, as `bytes */size`", 416)]
    [AnswerHeader("ETag", ETag, 200, 206)]
    [AnswerHeader("Last-Modified", LastModified, 200, 206)]
    [Answers(typeof(RecordingErrors), nameof(RecordingErrors.InvalidRange))]
    [Answers(typeof(AccessErrors), nameof(AccessErrors.InsufficientPermissions))]
    [Answers(typeof(RecordingErrors), nameof(RecordingErrors.NotFound))]
    [Answers(typeof(RecordingErrors), nameof(RecordingErrors.PreconditionFailed))]
    [Answers(typeof(RecordingErrors), nameof(RecordingErrors.RangeNotSatisfiable))]
    [Accepts(Credential.AccessToken, Credential.ParticipantToken)]
    public Task<IActionResult> GetRecordingStream(
        RecordingId? recordingId,
        [FromHeader(Name = "Range")] string? range,
        [FromQuery] bool download,
        CancellationToken ct
    ) => AnswerAsync(recordingId, range, download, withContent: true, ct);

    /// <summary>Get the headers of streaming a whole recording, without its content</summary>
    /// <param name="recordingId">The ID of the recording: <c>roomId--egressId--uid</c></param>
    /// <param name="download">Whether browsers offer to save the recording</param>
    /// <response code="200">The headers of the full recording</response>
    /// <response code="304">The caller already has the current recording</response>
    [HttpHead("{recordingId}/stream")]
    [Answers(200)]
    [Answers(304)]
    [AnswerHeader("Accept-Ranges", AcceptRanges, 200)]
    [AnswerHeader("Content-Length", FileSize, 200)]
    [AnswerHeader("ETag", ETag, 200)]
    [AnswerHeader("Last-Modified", LastModified, 200)]
    [Answers(typeof(AccessErrors), nameof(AccessErrors.InsufficientPermissions))]
    [Answers(typeof(RecordingErrors), nameof(RecordingErrors.NotFound))]
    [Answers(typeof(RecordingErrors), nameof(RecordingErrors.PreconditionFailed))]
    [Accepts(Credential.AccessToken, Credential.ParticipantToken)]
    public Task<IActionResult> HeadRecordingStream(
        RecordingId? recordingId,
        [FromQuery] bool download,
        CancellationToken ct
    ) => AnswerAsync(recordingId, range: null, download, withContent: false, ct);

    private async Task<IActionResult> AnswerAsync(
        RecordingId? recordingId,
        string? range,
        bool asDownload,
        bool withContent,
        CancellationToken ct
    )
    {
        var media = MediaRequestReader.Read(Request, range, withContent);
        var request = new StreamRecordingRange(recordingId, media);
        return (await Mediator.Send(request, ct)).Match(
            playback => new RecordingStreamResult(playback, asDownload, memory, clock),
            Failure
        );
    }
}
