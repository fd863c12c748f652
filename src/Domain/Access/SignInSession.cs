namespace OpenViduMeet.Domain.Access;

/// <summary>
/// One sign-in, from its first refresh token to its last. Each refresh replaces the token, so that at any time
/// exactly one refresh token of a session is good, and those that it has replaced a moment ago stand for it.
/// </summary>
/// <param name="Id">Identifies the session in each of its tokens.</param>
/// <param name="UserName">Who signed in.</param>
/// <param name="CurrentTokenId">The id of the one refresh token that is good.</param>
/// <param name="ExpiresAt">When the session ends unless it is renewed. No token of it is good for longer.</param>
public sealed record SignInSession(
    Guid Id,
    string UserName,
    Guid CurrentTokenId,
    DateTimeOffset ExpiresAt
)
{
    /// <summary>
    /// How long after its replacement a refresh token is answered once more: two tabs use it at the same moment, or the answer with
    /// the new one was lost.
    /// </summary>
    public static readonly TimeSpan ReuseGrace = TimeSpan.FromSeconds(30);
}
