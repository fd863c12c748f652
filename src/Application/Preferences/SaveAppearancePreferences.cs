using MediatR;
using OpenViduMeet.Application.Pipeline;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Audit;
using OpenViduMeet.Domain.Preferences;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Application.Preferences;

/// <summary>Replaces the saved object. A partial update could not remove a property again.</summary>
public sealed record SaveAppearancePreferences(AppearancePreferences Appearance)
    : IRequest<Result<AppearancePreferences>>,
        IRestricted,
        IAudited
{
    public Permission Needs => Permission.AdministratorOrKey(ApiAccess.ChangePreferences);

    public AuditSubject Subject => AuditSubject.None;
}

internal sealed class SaveAppearancePreferencesHandler(IPreferencesRepository preferences)
    : IRequestHandler<SaveAppearancePreferences, Result<AppearancePreferences>>
{
    public async Task<Result<AppearancePreferences>> Handle(
        SaveAppearancePreferences request,
        CancellationToken ct
    )
    {
        await preferences.SaveAppearanceAsync(request.Appearance, ct);
        return request.Appearance;
    }
}
