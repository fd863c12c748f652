using MediatR;
using OpenViduMeet.Application.Pipeline;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Audit;
using OpenViduMeet.Domain.Preferences;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Webhooks;

namespace OpenViduMeet.Application.Preferences;

/// <summary>Values that are <see langword="null"/> stay unchanged.</summary>
public sealed record UpdateWebhookPreferences(bool? Enabled, Uri? Url)
    : IRequest<Result<WebhookPreferences>>,
        IRestricted,
        IAudited
{
    public Permission Needs => Permission.AdministratorOrKey(ApiAccess.ChangePreferences);

    public AuditSubject Subject => AuditSubject.None;

    /// <summary>Omits the URL, which may contain a secret, because the text of a record ends up in logs.</summary>
    public override string ToString() => nameof(UpdateWebhookPreferences);
}

internal sealed class UpdateWebhookPreferencesHandler(
    IPreferencesRepository preferences,
    IWebhookReceiver receiver,
    IWebhookSecrets secrets
) : IRequestHandler<UpdateWebhookPreferences, Result<WebhookPreferences>>
{
    public async Task<Result<WebhookPreferences>> Handle(
        UpdateWebhookPreferences request,
        CancellationToken ct
    )
    {
        if (request.Enabled == true && (await secrets.ListAsync(ct)).Count == 0)
            return WebhookErrors.NoKey;
        // Only a new URL is checked here. A saved URL is checked before each call, so that switching webhooks off needs no network.
        if (request.Url is { } url)
        {
            var check = await receiver.CheckAsync(url, ct);
            if (check.IsFailure)
                return check.Error;
        }

        return await preferences.UpdateWebhooksAsync(
            current => current.With(request.Enabled, request.Url),
            ct
        );
    }
}
