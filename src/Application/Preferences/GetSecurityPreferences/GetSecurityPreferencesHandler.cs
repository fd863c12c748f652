using MediatR;
using OpenViduMeet.Domain.Preferences;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Application.Preferences;

internal sealed class GetSecurityPreferencesHandler(IPreferencesRepository preferences)
    : IRequestHandler<GetSecurityPreferences, Result<SecurityPreferences>>
{
    public async Task<Result<SecurityPreferences>> Handle(
        GetSecurityPreferences request,
        CancellationToken ct
    ) => await preferences.GetSecurityAsync(ct);
}
