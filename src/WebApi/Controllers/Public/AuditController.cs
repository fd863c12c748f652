using MediatR;
using Microsoft.AspNetCore.Mvc;
using OpenViduMeet.Application.Audit;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Audit;
using OpenViduMeet.Domain.Paging;
using OpenViduMeet.WebApi.Authentication;
using OpenViduMeet.WebApi.Contracts;
using OpenViduMeet.WebApi.OpenApi;
using OpenViduMeet.WebApi.Routing;
using OpenViduMeet.WebApi.Streaming;

namespace OpenViduMeet.WebApi.Controllers.Public;

/// <summary>The audit log.</summary>
[Route(ApiPaths.Public + "/audit")]
internal sealed class AuditController(IMediator mediator) : MeetController(mediator)
{
    /// <summary>Lists entries of the audit log, the latest first.</summary>
    /// <param name="query">Which entries are wanted.</param>
    /// <param name="maxItems">The largest number of entries to return, 1 to 100. Default: 10.</param>
    /// <param name="nextPageToken">The token that the previous page returned.</param>
    [HttpGet]
    [ProducesResponseType<AuditEntryList>(200)]
    [Answers(typeof(AccessErrors), nameof(AccessErrors.InsufficientPermissions))]
    [Accepts(Credential.ApiKey, Credential.AccessToken)]
    public async Task<IActionResult> ListAuditEntries(
        [FromQuery] AuditQuery query,
        [FromQuery] PageSize? maxItems,
        [FromQuery] AuditPosition? nextPageToken,
        CancellationToken ct
    )
    {
        var request = new ListAuditEntries(
            query.ToFilter(),
            maxItems ?? PageSize.Default,
            nextPageToken
        );
        return (await Mediator.Send(request, ct)).Match(
            page =>
                Ok(
                    new AuditEntryList(
                        [.. page.Entries.Select(MeetAuditEntry.Of)],
                        page.Next is not null
                    )
                    {
                        NextPageToken = page.Next?.Text,
                    }
                ),
            Failure
        );
    }

    /// <summary>Exports entries of the audit log as lines of JSON, the oldest first.</summary>
    /// <param name="query">Which entries are wanted.</param>
    [HttpGet("export")]
    [Answers(200, MediaType = StreamedForm.LinesMediaType)]
    [Answers(typeof(AccessErrors), nameof(AccessErrors.InsufficientPermissions))]
    [Accepts(Credential.ApiKey, Credential.AccessToken)]
    public async Task<IActionResult> ExportAuditLog(
        [FromQuery] AuditQuery query,
        CancellationToken ct
    ) =>
        (await Mediator.Send(new ExportAuditLog(query.ToFilter()), ct)).Match(
            exported => new StreamedItems<MeetAuditEntry>(
                exported.Entries.Select(MeetAuditEntry.Of),
                StreamedForm.Lines
            ),
            Failure
        );
}
