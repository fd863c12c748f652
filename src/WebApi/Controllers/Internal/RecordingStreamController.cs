using MediatR;
using Microsoft.AspNetCore.Mvc;
using OpenViduMeet.Application.Recordings;
using OpenViduMeet.WebApi.Authentication;
using OpenViduMeet.WebApi.Media;

namespace OpenViduMeet.WebApi.Controllers.Internal;

/// <summary>Operations related to watching recordings.</summary>
[Route(ApiPaths.Internal + "/recordings")]
internal sealed class RecordingStreamController(IMediator mediator) : MeetController(mediator)
{
    /// <summary>Streams a recording, whole or by byte ranges.</summary>
    /// <param name="recordingId">The recording's id: <c>roomId--egressId--uid</c>.</param>
    /// <param name="range">The bytes that are wanted, such as <c>bytes=0-1023</c>.</param>
    /// <param name="download">Whether the browser shall offer to save it.</param>
    [HttpGet("{recordingId}/stream")]
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
