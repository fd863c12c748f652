using MediatR;
using OpenViduMeet.Domain.Preferences;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Application.Preferences;

internal sealed class GetWebhookPreferencesHandler(IPreferencesRepository preferences)
    : IRequestHandler<GetWebhookPreferences, Result<WebhookPreferences>>
{
    public async Task<Result<WebhookPreferences>> Handle(
        GetWebhookPreferences request,
        CancellationToken ct
    ) =>
        request.Caller.IsAdministrator
            ? await preferences.GetWebhooksAsync(ct)
            : request.Caller.Refusal;
}
