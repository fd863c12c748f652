using MediatR;
using OpenViduMeet.Application.Pipeline;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Audit;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Application.Access;

/// <summary>The key is refused from now on: on this node at once, on the others within a second.</summary>
/// <param name="Id"><see langword="null"/> if the text is not an id.</param>
public sealed record DeleteApiKey(ApiKeyId? Id) : IRequest<Result>, IAudited, IRestricted
{
    public Permission Needs => Permission.Administrator;

    public AuditSubject Subject => new(Target: Id?.ToString());
}

internal sealed class DeleteApiKeyHandler(IApiKeyRepository keys)
    : IRequestHandler<DeleteApiKey, Result>
{
    public async Task<Result> Handle(DeleteApiKey request, CancellationToken ct)
    {
        if (request.Id is null)
            return ApiKeyErrors.NotFound;
        if (request.Id == ApiKeyId.Configured)
            return ApiKeyErrors.IsConfigured;
        return await keys.RemoveAsync(request.Id, ct);
    }
}
