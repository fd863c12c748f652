using MediatR;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Preferences;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Application.Preferences;

public sealed record GetAppearancePreferences(Caller Caller)
    : IRequest<Result<AppearancePreferences>>;

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
