using MediatR;
using OpenViduMeet.Domain.Preferences;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Webhooks;

namespace OpenViduMeet.Application.Preferences;

internal sealed class UpdateWebhookPreferencesHandler(
    IPreferencesRepository preferences,
    IWebhookReceiver receiver
) : IRequestHandler<UpdateWebhookPreferences, Result<WebhookPreferences>>
{
    public async Task<Result<WebhookPreferences>> Handle(
        UpdateWebhookPreferences request,
        CancellationToken ct
    )
    {
        if (!request.Caller.IsAdministrator)
            return request.Caller.Refusal;
        if (request.Enabled == true && !receiver.CanSign)
            return WebhookErrors.NoKey;
        // One that is kept is looked at each time it is called: switching off must not need the network.
        if (
            WebhookUrl.TryParse(request.Url, out var url)
            && await receiver.FindFaultAsync(url, ct) is { } fault
        )
            return WebhookErrors.WrongUrl(fault);

        return await preferences.UpdateWebhooksAsync(
            current => current.With(request.Enabled, url),
            ct
        );
    }
}
