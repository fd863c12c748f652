using MediatR;
using OpenViduMeet.Domain.Preferences;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Application.Preferences;

internal sealed class SaveAppearancePreferencesHandler(IPreferencesRepository preferences)
    : IRequestHandler<SaveAppearancePreferences, Result<AppearancePreferences>>
{
    public async Task<Result<AppearancePreferences>> Handle(
        SaveAppearancePreferences request,
        CancellationToken ct
    )
    {
        if (!request.Caller.IsAdministrator)
            return request.Caller.Refusal;

        AppearancePreferences.TryMake(request.Appearance!, out var made);
        await preferences.SaveAppearanceAsync(made!, ct);
        return made!;
    }
}
