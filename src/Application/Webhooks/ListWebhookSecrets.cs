using MediatR;
using OpenViduMeet.Application.Pipeline;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Webhooks;

namespace OpenViduMeet.Application.Webhooks;

public sealed record ListWebhookSecrets : IRequest<Result<WebhookSecretList>>, IRestricted
{
    public Permission Needs => Permission.AdministratorOrKey(ApiAccess.ReadPreferences);
}

/// <param name="Active">The oldest first.</param>
public sealed record WebhookSecretList(IReadOnlyList<WebhookSecret> Active);

internal sealed class ListWebhookSecretsHandler(IWebhookSecrets secrets)
    : IRequestHandler<ListWebhookSecrets, Result<WebhookSecretList>>
{
    public async Task<Result<WebhookSecretList>> Handle(
        ListWebhookSecrets request,
        CancellationToken ct
    ) => new WebhookSecretList(await secrets.ListAsync(ct));
}
