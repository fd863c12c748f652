using MediatR;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Preferences;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Application.Preferences;

/// <summary>Changes what is given and leaves what is <see langword="null"/>.</summary>
public sealed record UpdateSecurityPreferences(
    Caller Caller,
    AuthMode? AuthMode,
    bool? AllowRoomCreation,
    bool? RequireAuthentication
) : IRequest<Result<SecurityPreferences>>;
