using System.Text.Json;
using MediatR;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Preferences;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Application.Preferences;

/// <summary>Replaces what was saved: of an object that may hold anything, nothing else could be taken out again.</summary>
public sealed record SaveAppearancePreferences(
    Caller Caller,
    IReadOnlyDictionary<string, JsonElement>? Appearance
) : IRequest<Result<AppearancePreferences>>;
