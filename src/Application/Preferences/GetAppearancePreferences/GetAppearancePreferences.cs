using MediatR;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Preferences;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Application.Preferences;

public sealed record GetAppearancePreferences(Caller Caller)
    : IRequest<Result<AppearancePreferences>>;
