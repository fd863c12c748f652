using MediatR;
using OpenViduMeet.Application.Pipeline;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Audit;
using OpenViduMeet.Domain.Preferences;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Application.Preferences;

/// <summary>Values that are <see langword="null"/> stay unchanged.</summary>
public sealed record UpdateSecurityPreferences(
    AuthMode? AuthMode,
    bool? AllowRoomCreation,
    bool? RequireAuthentication
) : IRequest<Result<SecurityPreferences>>, IRestricted, IAudited
{
    public Permission Needs => Permission.AdministratorOrKey(ApiAccess.ChangePreferences);

    public AuditSubject Subject => AuditSubject.None;
}

internal sealed class UpdateSecurityPreferencesHandler(IPreferencesRepository preferences)
    : IRequestHandler<UpdateSecurityPreferences, Result<SecurityPreferences>>
{
    public async Task<Result<SecurityPreferences>> Handle(
        UpdateSecurityPreferences request,
        CancellationToken ct
    )
    {
        return await preferences.UpdateSecurityAsync(
            current => new SecurityPreferences(
                request.AuthMode ?? current.AuthMode,
                new RoomCreationPolicy(
                    request.AllowRoomCreation ?? current.RoomCreation.AllowRoomCreation,
                    request.RequireAuthentication ?? current.RoomCreation.RequireAuthentication
                )
            ),
            ct
        );
    }
}
