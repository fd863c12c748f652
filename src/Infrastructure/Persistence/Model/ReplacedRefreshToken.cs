namespace OpenViduMeet.Infrastructure.Persistence.Model;

/// <summary>
/// A refresh token that was replaced at an instant. Deleted with its session, or when the session is renewed after the grace period.
/// </summary>
internal sealed record ReplacedRefreshToken(
    Guid TokenId,
    Guid SessionId,
    DateTimeOffset ReplacedAt
);
