using OpenViduMeet.Domain.Access;

namespace OpenViduMeet.Application.Access;

/// <summary>What a signed-in browser holds.</summary>
public sealed record UserTokens(UserToken Access, UserToken Refresh);
