using OpenViduMeet.Domain.Access;

namespace OpenViduMeet.Application.Access;

/// <summary>The tokens of a signed-in browser.</summary>
public sealed record UserTokens(UserToken Access, UserToken Refresh);
