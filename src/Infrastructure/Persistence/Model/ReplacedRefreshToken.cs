namespace OpenViduMeet.Infrastructure.Persistence.Model;

/// <summary>A refresh token that was good until an instant. Goes with its session, and before that when the session is renewed.</summary>
internal sealed record ReplacedRefreshToken(
    Guid TokenId,
    Guid SessionId,
    DateTimeOffset ReplacedAt
);
