using MediatR;
using OpenViduMeet.Domain.Preferences;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Application.Preferences;

/// <summary>Anybody may know them: they tell a client whether to show its sign-in page.</summary>
public sealed record GetSecurityPreferences : IRequest<Result<SecurityPreferences>>;
