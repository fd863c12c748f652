using FluentValidation;
using OpenViduMeet.Domain.Preferences;

namespace OpenViduMeet.Application.Preferences;

internal sealed class SaveAppearancePreferencesValidator
    : AbstractValidator<SaveAppearancePreferences>
{
    public SaveAppearancePreferencesValidator() =>
        RuleFor(request => request.Appearance)
            .Must(values => values is not null && AppearancePreferences.TryMake(values, out _))
            .WithMessage(
                $"Must be a JSON object of at most {AppearancePreferences.MaxSize / 1024} KiB, with no half of a surrogate pair in its texts."
            );
}
