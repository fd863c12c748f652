using MediatR;
using OpenViduMeet.Application.Paging;
using OpenViduMeet.Application.Pipeline;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Audit;
using OpenViduMeet.Domain.Paging;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Application.Audit;

/// <param name="Before">The position of the last item of the previous page, or <see langword="null"/> for the first page.</param>
public sealed record ListAuditEntries(AuditFilter Filter, PageSize Size, AuditPosition? Before)
    : IRequest<Result<AuditPage>>,
        IRestricted
{
    public Permission Needs => Permission.Administrator;
}

internal sealed class ListAuditEntriesHandler(IAuditLog log)
    : IRequestHandler<ListAuditEntries, Result<AuditPage>>
{
    public async Task<Result<AuditPage>> Handle(ListAuditEntries request, CancellationToken ct)
    {
        var size = request.Size.Value;
        var found = await log.ListAsync(request.Filter, request.Before, size + 1, ct);
        var (page, next) = found.CutTo(size, last => new AuditPosition(last.Sequence));
        return new AuditPage(page, next);
    }
}

/// <param name="Entries">The latest first.</param>
/// <param name="Next">The position after which the next page begins, or <see langword="null"/> on the last page.</param>
public sealed record AuditPage(IReadOnlyList<AuditEntry> Entries, AuditPosition? Next);
