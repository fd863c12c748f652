using MediatR;
using OpenViduMeet.Application.Pipeline;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Application.Access;

public sealed record ListApiKeys : IRequest<Result<ApiKeyList>>, IRestricted
{
    public Permission Needs => Permission.Administrator;
}

/// <param name="HasConfigured">Whether the settings have a key too.</param>
public sealed record ApiKeyList(bool HasConfigured, IReadOnlyList<ApiKey> Created);

internal sealed class ListApiKeysHandler(IApiKeyRepository keys, IApiKeyVerifier verifier)
    : IRequestHandler<ListApiKeys, Result<ApiKeyList>>
{
    public async Task<Result<ApiKeyList>> Handle(ListApiKeys request, CancellationToken ct) =>
        new ApiKeyList(verifier.HasConfiguredKey, await keys.ListAsync(ct));
}
