using System.Text.Json;
using MediatR;
using OpenViduMeet.Application.Pipeline;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Preferences;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Application.Preferences;

/// <summary>Replaces what was saved: of an object that may hold anything, nothing else could be taken out again.</summary>
public sealed record SaveAppearancePreferences(IReadOnlyDictionary<string, JsonElement>? Appearance)
    : IRequest<Result<AppearancePreferences>>,
        IRestricted
{
    public Permission Needs => Permission.Administrator;
}

internal sealed class SaveAppearancePreferencesHandler(IPreferencesRepository preferences)
    : IRequestHandler<SaveAppearancePreferences, Result<AppearancePreferences>>
{
    public async Task<Result<AppearancePreferences>> Handle(
        SaveAppearancePreferences request,
        CancellationToken ct
    )
    {
        AppearancePreferences.TryMake(request.Appearance!, out var made);
        await preferences.SaveAppearanceAsync(made!, ct);
        return made!;
    }
}
