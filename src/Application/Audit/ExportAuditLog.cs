using MediatR;
using OpenViduMeet.Application.Pipeline;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Audit;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Application.Audit;

/// <summary>Reads the entries of the audit log, the oldest first, as they are asked for.</summary>
public sealed record ExportAuditLog(AuditFilter Filter)
    : IRequest<Result<AuditExport>>,
        IAudited,
        IRestricted
{
    public Permission Needs => Permission.Administrator;

    public AuditSubject Subject => AuditSubject.None;
}

internal sealed class ExportAuditLogHandler(IAuditLog log)
    : IRequestHandler<ExportAuditLog, Result<AuditExport>>
{
    public Task<Result<AuditExport>> Handle(ExportAuditLog request, CancellationToken ct) =>
        Task.FromResult<Result<AuditExport>>(new AuditExport(log.ReadAllAsync(request.Filter, ct)));
}

public sealed record AuditExport(IAsyncEnumerable<AuditEntry> Entries);
