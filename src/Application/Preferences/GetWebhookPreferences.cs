using MediatR;
using OpenViduMeet.Application.Pipeline;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Preferences;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Application.Preferences;

/// <summary>These preferences are for administrators only, because the URL may contain a secret of the receiver.</summary>
public sealed record GetWebhookPreferences : IRequest<Result<WebhookPreferences>>, IRestricted
{
    public Permission Needs => Permission.AdministratorOrKey(ApiAccess.ReadPreferences);
}

internal sealed class GetWebhookPreferencesHandler(IPreferencesRepository preferences)
    : IRequestHandler<GetWebhookPreferences, Result<WebhookPreferences>>
{
    public async Task<Result<WebhookPreferences>> Handle(
        GetWebhookPreferences request,
        CancellationToken ct
    ) => await preferences.GetWebhooksAsync(ct);
}
