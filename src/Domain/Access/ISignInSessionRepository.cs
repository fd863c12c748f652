namespace OpenViduMeet.Domain.Access;

/// <summary>The sign-ins that can still be refreshed, shared by all nodes.</summary>
public interface ISignInSessionRepository
{
    Task AddAsync(SignInSession session, CancellationToken ct);

    /// <summary>
    /// Replaces the session's refresh token, if <paramref name="usedTokenId"/> is the good one, of the same user, and unexpired. A
    /// token that was replaced at most <see cref="SignInSession.ReuseGrace"/> ago replaces nothing any more, but prolongs the session
    /// all the same. With any other token the whole session ends: somebody uses a token that has long been replaced, which one of two
    /// holders has stolen. All this is atomic, on all nodes together: of calls with the same token at the same moment one
    /// replaces it, and the others find it replaced.
    /// </summary>
    /// <param name="renewed">The session as it is when its token is replaced.</param>
    /// <returns>
    /// The session as it is now, whose token is the good one for all who called; <see langword="null"/> if it has ended.
    /// </returns>
    Task<SignInSession?> RenewAsync(SignInSession renewed, Guid usedTokenId, CancellationToken ct);

    /// <summary>
    /// Ends a session: none of its refresh tokens is good from now on, and none of its access tokens holds. Does nothing if it has
    /// ended already.
    /// </summary>
    Task RemoveAsync(Guid sessionId, CancellationToken ct);
}
