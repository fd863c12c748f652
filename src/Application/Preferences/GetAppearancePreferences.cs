using MediatR;
using OpenViduMeet.Application.Pipeline;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Preferences;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Application.Preferences;

public sealed record GetAppearancePreferences : IRequest<Result<AppearancePreferences>>, IRestricted
{
    public Permission Needs => Permission.AdministratorOrKey(ApiAccess.ReadPreferences);
}

internal sealed class GetAppearancePreferencesHandler(IPreferencesRepository preferences)
    : IRequestHandler<GetAppearancePreferences, Result<AppearancePreferences>>
{
    public async Task<Result<AppearancePreferences>> Handle(
        GetAppearancePreferences request,
        CancellationToken ct
    ) => await preferences.GetAppearanceAsync(ct);
}
