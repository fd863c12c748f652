using MediatR;
using OpenViduMeet.Domain.Preferences;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Application.Preferences;

internal sealed class GetAppearancePreferencesHandler(IPreferencesRepository preferences)
    : IRequestHandler<GetAppearancePreferences, Result<AppearancePreferences>>
{
    public async Task<Result<AppearancePreferences>> Handle(
        GetAppearancePreferences request,
        CancellationToken ct
    ) =>
        request.Caller.IsAdministrator
            ? await preferences.GetAppearanceAsync(ct)
            : request.Caller.Refusal;
}
