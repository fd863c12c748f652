using MediatR;
using OpenViduMeet.Application.Pipeline;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Audit;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Webhooks;

namespace OpenViduMeet.Application.Webhooks;

/// <param name="Id"><see langword="null"/> if the text is not an id.</param>
public sealed record RetireWebhookSecret(WebhookSecretId? Id)
    : IRequest<Result>,
        IAudited,
        IRestricted
{
    public Permission Needs => Permission.AdministratorOrKey(ApiAccess.ChangePreferences);

    public AuditSubject Subject => new(Target: Id?.ToString());
}

internal sealed class RetireWebhookSecretHandler(IWebhookSecrets secrets)
    : IRequestHandler<RetireWebhookSecret, Result>
{
    public async Task<Result> Handle(RetireWebhookSecret request, CancellationToken ct) =>
        request.Id is null
            ? WebhookErrors.UnknownSecret
            : await secrets.RetireAsync(request.Id, ct);
}
