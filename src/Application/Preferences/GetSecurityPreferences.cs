using MediatR;
using OpenViduMeet.Domain.Preferences;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Application.Preferences;

/// <summary>Anybody may know them: they tell a client whether to show its sign-in page.</summary>
public sealed record GetSecurityPreferences : IRequest<Result<SecurityPreferences>>;

internal sealed class GetSecurityPreferencesHandler(IPreferencesRepository preferences)
    : IRequestHandler<GetSecurityPreferences, Result<SecurityPreferences>>
{
    public async Task<Result<SecurityPreferences>> Handle(
        GetSecurityPreferences request,
        CancellationToken ct
    ) => await preferences.GetSecurityAsync(ct);
}
