namespace OpenViduMeet.Domain.Access;

/// <summary>
/// One sign-in, from its first refresh token to its last. Each refresh replaces the token, so that at any time
/// exactly one refresh token of a session is good.
/// </summary>
/// <param name="Id">Identifies the session in each of its refresh tokens.</param>
/// <param name="UserName">Who signed in.</param>
/// <param name="CurrentTokenId">The id of the one refresh token that is good.</param>
/// <param name="ExpiresAt">When that token expires, and the session with it.</param>
public sealed record SignInSession(
    Guid Id,
    string UserName,
    Guid CurrentTokenId,
    DateTimeOffset ExpiresAt
);
