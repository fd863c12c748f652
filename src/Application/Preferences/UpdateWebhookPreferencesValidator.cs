using FluentValidation;
using OpenViduMeet.Domain.Webhooks;

namespace OpenViduMeet.Application.Preferences;

internal sealed class UpdateWebhookPreferencesValidator
    : AbstractValidator<UpdateWebhookPreferences>
{
    public UpdateWebhookPreferencesValidator() =>
        RuleFor(request => request.Url)
            .Must(url => url is null || WebhookUrl.TryParse(url, out _))
            .WithMessage(WebhookUrl.Fault);
}
