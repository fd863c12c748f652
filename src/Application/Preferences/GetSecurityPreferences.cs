using MediatR;
using OpenViduMeet.Application.Pipeline;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Preferences;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Application.Preferences;

/// <summary>These preferences are public, because a client needs them to decide whether to show its sign-in page.</summary>
public sealed record GetSecurityPreferences : IRequest<Result<SecurityPreferences>>, IRestricted
{
    public Permission Needs => Permission.Anybody;
}

internal sealed class GetSecurityPreferencesHandler(ISecurityPreferencesReader preferences)
    : IRequestHandler<GetSecurityPreferences, Result<SecurityPreferences>>
{
    public async Task<Result<SecurityPreferences>> Handle(
        GetSecurityPreferences request,
        CancellationToken ct
    ) => await preferences.GetSecurityAsync(ct);
}
