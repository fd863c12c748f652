using MediatR;
using OpenViduMeet.Application.Pipeline;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Preferences;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Webhooks;

namespace OpenViduMeet.Application.Preferences;

/// <summary>Changes what is given and leaves what is <see langword="null"/>.</summary>
public sealed record UpdateWebhookPreferences(bool? Enabled, Uri? Url)
    : IRequest<Result<WebhookPreferences>>,
        IRestricted
{
    public Permission Needs => Permission.Administrator;

    /// <summary>Never the URL, which may hold a secret: a record's text ends up in logs.</summary>
    public override string ToString() => nameof(UpdateWebhookPreferences);
}

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
        if (request.Enabled == true && !receiver.CanSign)
            return WebhookErrors.NoKey;
        // One that is kept is looked at each time it is called: switching off must not need the network.
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
