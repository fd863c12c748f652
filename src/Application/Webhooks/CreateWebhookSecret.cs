using MediatR;
using OpenViduMeet.Application.Pipeline;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Audit;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Webhooks;

namespace OpenViduMeet.Application.Webhooks;

/// <summary>From now on webhooks are signed with the new secret too, until the older one is retired.</summary>
public sealed record CreateWebhookSecret : IRequest<Result<NewWebhookSecret>>, IAudited, IRestricted
{
    public Permission Needs => Permission.AdministratorOrKey(ApiAccess.ChangePreferences);

    public AuditSubject Subject => AuditSubject.None;
}

internal sealed class CreateWebhookSecretHandler(IWebhookSecrets secrets, AuditTrail trail)
    : IRequestHandler<CreateWebhookSecret, Result<NewWebhookSecret>>
{
    public Task<Result<NewWebhookSecret>> Handle(CreateWebhookSecret request, CancellationToken ct)
    {
        var id = WebhookSecretId.New();
        trail.About(id.Text);
        return secrets.AddAsync(id, ct);
    }
}
