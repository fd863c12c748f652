using MediatR;
using Microsoft.AspNetCore.Mvc;
using OpenViduMeet.Application.RecordingLinks;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Recordings.Links;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.WebApi.Authentication;
using OpenViduMeet.WebApi.Media;
using OpenViduMeet.WebApi.OpenApi;
using OpenViduMeet.WebApi.Routing;

namespace OpenViduMeet.WebApi.Controllers.Public;

/// <summary>Operations for whoever has a link to a recording.</summary>
[Route(ApiPaths.SharedRecordings)]
internal sealed class SharedRecordingsController(
    IMediator mediator,
    SendingMemory memory,
    TimeProvider clock
) : MeetController(mediator)
{
    public const string CodeHeader = "X-Link-Code";

    private const string AcceptRanges = "Indicates that byte-range requests are supported";
    private const string FileSize = "The total file size in bytes";
    private const string ETag = "Identifies the current content of the recording";
    private const string LastModified = "When the recording was stored";
    private const string CacheControl = "No cache keeps the recording: `private, no-store`";

    /// <summary>Streams a recording to whoever has a link to it. No account and no cookie is needed.</summary>
    /// <remarks>
    /// Links that are unknown, expired or revoked, and links of deleted recordings, are all answered with 404. Wrong codes are limited for
    /// each link and client. When a link expires or is revoked, running streams are disconnected within a second.
    /// </remarks>
    /// <param name="token">The secret part of the link's URL.</param>
    /// <param name="range">Byte range for partial content retrieval, such as `bytes=0-1023`.</param>
    /// <param name="code">The code of the link, if it has one.</param>
    /// <param name="codeHeader">The code of the link, for scripts that keep it out of the URL.</param>
    /// <param name="download">Whether browsers offer to save the recording. Ignored if the link only allows to view it.</param>
    /// <response code="200">The full recording</response>
    /// <response code="206">The requested range</response>
    /// <response code="304">The caller already has the current recording</response>
    [HttpGet("{token}")]
    [Answers(200, MediaType = "video/mp4")]
    [Answers(206, MediaType = "video/mp4")]
    [Answers(304)]
    [AnswerHeader("Accept-Ranges", AcceptRanges, 200, 206)]
    [AnswerHeader("Cache-Control", CacheControl, 200, 206)]
    [AnswerHeader("Content-Length", FileSize, 200)]
    [AnswerHeader("Content-Length", "The length of the partial content in bytes", 206)]
    [AnswerHeader("Content-Range", "Specifies the range of bytes being sent", 206)]
    [AnswerHeader("Content-Range", "The total file size in bytes, as `bytes */size`", 416)]
    [AnswerHeader("ETag", ETag, 200, 206)]
    [AnswerHeader("Last-Modified", LastModified, 200, 206)]
    [Answers(typeof(RecordingErrors), nameof(RecordingErrors.InvalidRange))]
    [Answers(
        typeof(RecordingLinkErrors),
        nameof(RecordingLinkErrors.CodeNeeded),
        nameof(RecordingLinkErrors.WrongCode),
        nameof(RecordingLinkErrors.NotFound)
    )]
    [Answers(typeof(RecordingErrors), nameof(RecordingErrors.PreconditionFailed))]
    [Answers(typeof(RecordingErrors), nameof(RecordingErrors.RangeNotSatisfiable))]
    [Answers(typeof(RequestErrors), nameof(RequestErrors.TooManyRequests))]
    [Accepts(Credential.None)]
    public Task<IActionResult> GetSharedRecording(
        RecordingLinkToken? token,
        [FromHeader(Name = "Range")] string? range,
        [FromQuery] string? code,
        [FromHeader(Name = CodeHeader)] string? codeHeader,
        [FromQuery] bool download,
        CancellationToken ct
    ) => AnswerAsync(token, code ?? codeHeader, range, download, withContent: true, ct);

    /// <summary>Gets the headers of streaming a whole recording by a link, without its content.</summary>
    /// <param name="token">The secret part of the link's URL.</param>
    /// <param name="code">The code of the link, if it has one.</param>
    /// <param name="codeHeader">The code of the link, for scripts that keep it out of the URL.</param>
    /// <param name="download">Whether browsers offer to save the recording. Ignored if the link only allows to view it.</param>
    /// <response code="200">The headers of the full recording</response>
    /// <response code="304">The caller already has the current recording</response>
    [HttpHead("{token}")]
    [Answers(200)]
    [Answers(304)]
    [AnswerHeader("Accept-Ranges", AcceptRanges, 200)]
    [AnswerHeader("Cache-Control", CacheControl, 200)]
    [AnswerHeader("Content-Length", FileSize, 200)]
    [AnswerHeader("ETag", ETag, 200)]
    [AnswerHeader("Last-Modified", LastModified, 200)]
    [Answers(
        typeof(RecordingLinkErrors),
        nameof(RecordingLinkErrors.CodeNeeded),
        nameof(RecordingLinkErrors.WrongCode),
        nameof(RecordingLinkErrors.NotFound)
    )]
    [Answers(typeof(RecordingErrors), nameof(RecordingErrors.PreconditionFailed))]
    [Answers(typeof(RequestErrors), nameof(RequestErrors.TooManyRequests))]
    [Accepts(Credential.None)]
    public Task<IActionResult> HeadSharedRecording(
        RecordingLinkToken? token,
        [FromQuery] string? code,
        [FromHeader(Name = CodeHeader)] string? codeHeader,
        [FromQuery] bool download,
        CancellationToken ct
    ) => AnswerAsync(token, code ?? codeHeader, range: null, download, withContent: false, ct);

    private async Task<IActionResult> AnswerAsync(
        RecordingLinkToken? token,
        string? code,
        string? range,
        bool asDownload,
        bool withContent,
        CancellationToken ct
    )
    {
        var request = new StreamSharedRecording(
            token,
            code is null ? null : new LinkCode(code),
            MediaRequestReader.Read(Request, range, withContent)
        );
        return (await Mediator.Send(request, ct)).Match(
            shared => new RecordingStreamResult(
                shared.Playback,
                asDownload && shared.MayDownload,
                memory,
                clock
            ),
            Failure
        );
    }
}
