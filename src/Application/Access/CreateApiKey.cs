using MediatR;
using OpenViduMeet.Application.Pipeline;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Audit;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Application.Access;

/// <param name="ExpiresAt">An instant in the future; <see langword="null"/> for a key that does not expire.</param>
public sealed record CreateApiKey(string Name, ApiAccess Access, DateTimeOffset? ExpiresAt)
    : IRequest<Result<CreatedApiKey>>,
        IAudited,
        IRestricted
{
    public Permission Needs => Permission.Administrator;

    public AuditSubject Subject => new(Target: Name);
}

/// <param name="Text">The key itself, which is not shown again.</param>
public sealed record CreatedApiKey(ApiKey Key, ApiKeyText Text);

internal sealed class CreateApiKeyHandler(
    IApiKeyRepository keys,
    AuditTrail trail,
    TimeProvider clock
) : IRequestHandler<CreateApiKey, Result<CreatedApiKey>>
{
    public async Task<Result<CreatedApiKey>> Handle(CreateApiKey request, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var text = ApiKeyText.New();
        var key = new ApiKey(
            text.Id,
            request.Name,
            request.Access,
            text.Hash,
            CreatedAt: now,
            request.ExpiresAt
        );
        trail.About(key.Id.ToString());
        var added = await keys.AddAsync(key, ct);
        return added.IsFailure ? added.Error : new CreatedApiKey(key, text);
    }
}
